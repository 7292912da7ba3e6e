//! Links without tracking: where a redirector would lead, and without the parameters that only tell who came from where.

use ammonia::Url;

/// Parameters that only tell where somebody came from. A name that ends in `*` stands for all that begin like it.
const TRACKING: &[&str] = &[
    "__hsfp",
    "__hssc",
    "__hstc",
    "__s",
    "_hsenc",
    "_hsmi",
    "_openstat",
    "at_campaign",
    "at_medium",
    "dclid",
    "epik",
    "fbclid",
    "from_spmid",
    "gad_source",
    "gbraid",
    "gclid",
    "gclsrc",
    "guce_referrer*",
    "guccounter",
    "hsctatracking",
    "igsh",
    "igshid",
    "irclickid",
    "li_fat_id",
    "matomo_*",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "mtm_*",
    "oly_anon_id",
    "oly_enc_id",
    "piwik_*",
    "pk_campaign",
    "pk_kwd",
    "pk_medium",
    "pk_source",
    "rb_clickid",
    "ref_src",
    "ref_url",
    "s_cid",
    "share_from",
    "share_medium",
    "share_plat",
    "share_session_id",
    "share_source",
    "share_tag",
    "spm",
    "spm_id_from",
    "srsltid",
    "ttclid",
    "twclid",
    "unique_k",
    "utm_*",
    "vd_source",
    "vero_id",
    "wbraid",
    "wickedid",
    "wt_mc",
    "xtor",
    "yclid",
];

/// Redirectors: host, path, and the parameter that holds the address behind them. A host that begins with `.` stands for all that
/// end in it; `.*` at its end for any country's.
const REDIRECTORS: &[(&str, &str, &str)] = &[
    (".facebook.com", "/l.php", "u"),
    (".google.*", "/url", "q"),
    (".google.*", "/url", "url"),
    ("blog.hellogithub.com", "/statistics/click", "target"),
    ("c.pc.qq.com", "/middlem.html", "pfurl"),
    ("c.pc.qq.com", "/pc.html", "pfurl"),
    ("cloud.tencent.com", "/developer/tools/blog-entry", "target"),
    ("duckduckgo.com", "/l/", "uddg"),
    ("exit.sc", "/", "url"),
    ("gitee.com", "/link", "target"),
    ("go.skimresources.com", "/", "url"),
    ("hellogithub.com", "/periodical/statistics/click", "target"),
    ("l.instagram.com", "/", "u"),
    ("link.csdn.net", "/", "target"),
    ("link.jianshu.com", "/", "t"),
    ("link.juejin.cn", "/", "target"),
    ("link.juejin.im", "/", "target"),
    ("link.zhihu.com", "/", "target"),
    ("out.reddit.com", "/", "url"),
    ("slack-redir.net", "/link", "url"),
    ("sspai.com", "/link", "target"),
    ("steamcommunity.com", "/linkfilter/", "url"),
    ("steamcommunity.com", "/linkfilter/", "u"),
    ("t.umblr.com", "/redirect", "z"),
    ("vk.com", "/away.php", "to"),
    ("weibo.cn", "/sinaurl", "u"),
    ("www.douban.com", "/link2/", "url"),
    ("www.infoq.cn", "/link", "target"),
    ("www.jianshu.com", "/go-wild", "url"),
    ("www.linkedin.com", "/safety/go", "url"),
    ("www.oschina.net", "/action/GoToLink", "url"),
    ("www.youtube.com", "/redirect", "q"),
];

/// A web address without tracking, or `None` when there is nothing to clean. What comes out is clean: doing it again changes nothing.
pub fn cleaned(address: &str) -> Option<String> {
    let mut current = address.trim().to_owned();
    // Each turn makes the address shorter.
    while let Some(next) = behind(&current).or_else(|| without_parameters(&current)) {
        current = next;
    }
    (current != address.trim()).then_some(current)
}

/// The address that a redirector holds.
fn behind(address: &str) -> Option<String> {
    // Most addresses aren't parsed for this.
    if !address.contains('?') || !is_web(address) {
        return None;
    }
    let url = Url::parse(address).ok()?;
    let host = url.host_str()?;
    let parameters = REDIRECTORS
        .iter()
        .filter(|(known, path, _)| is_host(host, known) && url.path() == *path)
        .map(|(_, _, parameter)| *parameter);
    let mut targets = parameters.filter_map(|parameter| {
        let (_, target) = url.query_pairs().find(|(name, _)| name == parameter)?;
        let target = target.trim().to_owned();
        (is_web(&target) && target.len() < address.len() && crate::archive::WebUrl::parse(&target).is_some()).then_some(target)
    });
    targets.next()
}

/// The address without its tracking parameters, if it has any.
fn without_parameters(address: &str) -> Option<String> {
    if !is_web(address) {
        return None;
    }
    let (address, fragment) = match address.split_once('#') {
        Some((address, fragment)) => (address, Some(fragment)),
        None => (address, None),
    };
    let (path, query) = address.split_once('?')?;
    let kept: Vec<&str> = query.split('&').filter(|parameter| !is_tracking(parameter)).collect();
    let kept = kept.join("&");
    if kept == query {
        return None;
    }
    let mut clean = path.to_owned();
    for (mark, part) in [('?', Some(kept.as_str()).filter(|kept| !kept.is_empty())), ('#', fragment)] {
        if let Some(part) = part {
            clean.push(mark);
            clean.push_str(part);
        }
    }
    Some(clean)
}

fn is_tracking(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or_default().to_ascii_lowercase();
    // In text that was escaped twice.
    let name = name.trim_start_matches("amp;");
    TRACKING.iter().any(|known| match known.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == *known,
    })
}

fn is_host(host: &str, known: &str) -> bool {
    let (known, host) = match known.strip_suffix(".*") {
        // `www.google.co.uk` is known by what comes before the country.
        Some(known) => match host.find(&known[1..]) {
            Some(at) => (known, &host[..at + known.len() - 1]),
            None => return false,
        },
        None => (known, host),
    };
    match known.strip_prefix('.') {
        Some(domain) => host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')),
        None => host == known,
    }
}

fn is_web(address: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

#[cfg(test)]
mod tests {
    use super::cleaned;

    #[test]
    fn redirectors_are_unwrapped_to_the_last() {
        for (address, expected) in [
            (
                "https://link.zhihu.com/?target=https%3A//press.example/a%3Fb%3Dc",
                "https://press.example/a?b=c",
            ),
            (
                "https://www.google.co.uk/url?sa=t&q=https://press.example/&usg=x",
                "https://press.example/",
            ),
            (
                "https://www.google.com/url?url=https%3A%2F%2Fpress.example%2F%E7%BA%B8",
                "https://press.example/纸",
            ),
            (
                "http://l.facebook.com/l.php?u=https%3A%2F%2Fpress.example%2F%3Ffbclid%3Dx&h=y",
                "https://press.example/",
            ),
            (
                "https://link.juejin.cn/?target=https%3A%2F%2Flink.zhihu.com%2F%3Ftarget%3Dhttps%253A%252F%252Fpress.example%252F",
                "https://press.example/",
            ),
        ] {
            assert_eq!(cleaned(address).as_deref(), Some(expected), "{address}");
            assert_eq!(cleaned(expected), None, "{expected}");
        }
    }

    #[test]
    fn tracking_parameters_go_and_all_others_stay_as_they_are() {
        for (address, expected) in [
            ("https://press.example/?utm_source=a&UTM_medium=b", "https://press.example/"),
            (
                "https://press.example/a?id=1&utm_source=a&b=%E7%BA%B8+c&fbclid=x#two",
                "https://press.example/a?id=1&b=%E7%BA%B8+c#two",
            ),
            ("https://press.example/?a=1&amp;utm_source=b", "https://press.example/?a=1"),
            (
                "https://www.bilibili.com/video/BV1?spm_id_from=333&vd_source=x&t=9",
                "https://www.bilibili.com/video/BV1?t=9",
            ),
        ] {
            assert_eq!(cleaned(address).as_deref(), Some(expected), "{address}");
            assert_eq!(cleaned(expected), None, "{expected}");
        }
    }

    #[test]
    fn what_is_no_redirector_or_leads_nowhere_stays() {
        for address in [
            "https://press.example/?url=https://other.example/",
            "https://archive.example/save?target=https://press.example/",
            "https://link.zhihu.com/?target=javascript:alert(1)",
            "https://link.zhihu.com/?target=/relative",
            "https://notgoogle.com/url?q=https://press.example/",
            "https://google.evil.example/path?q=https://press.example/",
            "https://www.google.com/search?q=https://press.example/",
            "https://press.example/?utmost=1",
            "mailto:a@press.example?subject=utm_source=a",
            "#a-one",
        ] {
            assert_eq!(cleaned(address), None, "{address}");
        }
    }
}
