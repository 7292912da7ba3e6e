//! Players of other sites that the reader knows: what an address plays, and the address of a player that asks for the least.
//!
//! An article's frame, video or sound becomes a link. Where the link leads to one of these the reader shows a button in its place, and
//! only what the button opens asks the other site for anything.

use crate::archive::WebUrl;

/// Something to play.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Player {
    /// The site's name.
    pub site: &'static str,
    /// What the page holds to play it.
    pub kind: Kind,
    /// The address of that.
    pub address: String,
}

/// What plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A frame with the site's own player.
    Frame,
    /// A video file.
    Video,
    /// A sound file.
    Audio,
}

/// Sites with players of their own: name; hosts; the paths that name something to play, in which `{}` stands for its name; the player's address.
/// A path with `?` is matched by one parameter.
const SITES: &[(&str, &[&str], &[&str], &str)] = &[
    (
        "YouTube",
        &["youtube.com", "youtube-nocookie.com", "m.youtube.com"],
        &["/embed/{}", "/watch?v={}", "/shorts/{}", "/v/{}"],
        "https://www.youtube-nocookie.com/embed/{}?autoplay=1",
    ),
    (
        "YouTube",
        &["youtu.be"],
        &["/{}"],
        "https://www.youtube-nocookie.com/embed/{}?autoplay=1",
    ),
    (
        "Vimeo",
        &["player.vimeo.com"],
        &["/video/{}"],
        "https://player.vimeo.com/video/{}?dnt=1&autoplay=1",
    ),
    (
        "哔哩哔哩 Bilibili",
        &["player.bilibili.com", "bilibili.com"],
        &["/player.html?bvid={}", "/blackboard/html5mobileplayer.html?bvid={}"],
        "https://player.bilibili.com/player.html?bvid={}",
    ),
    (
        "哔哩哔哩 Bilibili",
        &["player.bilibili.com", "bilibili.com"],
        &["/player.html?aid={}", "/blackboard/html5mobileplayer.html?aid={}"],
        "https://player.bilibili.com/player.html?aid={}",
    ),
    (
        "腾讯视频",
        &["v.qq.com"],
        &[
            "/txp/iframe/player.html?vid={}",
            "/iframe/player.html?vid={}",
            "/iframe/preview.html?vid={}",
        ],
        "https://v.qq.com/txp/iframe/player.html?vid={}",
    ),
    ("优酷", &["player.youku.com"], &["/embed/{}"], "https://player.youku.com/embed/{}"),
    (
        "Dailymotion",
        &["dailymotion.com", "geo.dailymotion.com"],
        &["/embed/video/{}", "/video/{}", "/player.html?video={}"],
        "https://geo.dailymotion.com/player.html?video={}",
    ),
    (
        "Spotify",
        &["open.spotify.com"],
        &["/embed/track/{}"],
        "https://open.spotify.com/embed/track/{}",
    ),
    (
        "Spotify",
        &["open.spotify.com"],
        &["/embed/episode/{}"],
        "https://open.spotify.com/embed/episode/{}",
    ),
    ("TED", &["embed.ted.com"], &["/talks/{}"], "https://embed.ted.com/talks/{}"),
];

/// Hosts of files that play in the page itself.
const FILES: &[(&str, &str)] = &[("Wikimedia Commons", "upload.wikimedia.org"), ("Internet Archive", "archive.org")];

const VIDEO: [&str; 4] = ["mp4", "webm", "ogv", "m4v"];
const AUDIO: [&str; 6] = ["mp3", "m4a", "ogg", "oga", "opus", "wav"];

/// What plays at an address, if the reader knows it.
pub fn player(address: &str) -> Option<Player> {
    let address = WebUrl::parse(address)?;
    let rest = address.as_str().split_once("://")?.1;
    let rest = &rest[rest.find('/')?..];
    let rest = rest.split('#').next().unwrap_or_default();
    let host = address.host();
    of_site(host, rest).or_else(|| of_file(host, address.as_str(), rest))
}

/// The hosts of all players, in order; the page's policy lets these in.
pub fn frame_hosts() -> impl Iterator<Item = &'static str> {
    SITES.iter().filter_map(|(.., player)| player.split('/').nth(2))
}

/// The hosts of all files that play.
pub fn file_hosts() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(_, host)| *host)
}

fn of_site(host: &str, rest: &str) -> Option<Player> {
    SITES
        .iter()
        .filter(|(_, hosts, ..)| hosts.contains(&host))
        .find_map(|(site, _, paths, player)| {
            let name = paths.iter().find_map(|path| named(rest, path))?;
            Some(Player {
                site,
                kind: Kind::Frame,
                address: player.replace("{}", name),
            })
        })
}

fn of_file(host: &str, address: &str, rest: &str) -> Option<Player> {
    let (site, _) = FILES.iter().find(|(_, known)| *known == host)?;
    let ending = rest.split('?').next()?.rsplit('.').next()?.to_ascii_lowercase();
    let kind = if VIDEO.contains(&ending.as_str()) {
        Kind::Video
    } else {
        AUDIO.contains(&ending.as_str()).then_some(Kind::Audio)?
    };
    let secure = address.strip_prefix("http://").map(|rest| format!("https://{rest}"));
    Some(Player {
        site,
        kind,
        address: secure.unwrap_or_else(|| address.to_owned()),
    })
}

/// What stands for `{}` in a path and query: a name of letters, digits, `-` and `_`, so that it can't be more than a name.
fn named<'a>(rest: &'a str, pattern: &str) -> Option<&'a str> {
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let name = match pattern.split_once('?') {
        Some((wanted, parameter)) => {
            let parameter = parameter.trim_end_matches("{}");
            let found = query
                .split('&')
                .find_map(|pair| pair.trim_start_matches("amp;").strip_prefix(parameter));
            found.filter(|_| path == wanted)?
        }
        None => path.strip_prefix(pattern.trim_end_matches("{}"))?.trim_end_matches('/'),
    };
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    ((2..=64).contains(&name.len()) && name.bytes().all(is_name)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_players_are_asked_for_the_least() {
        for (address, player_address) in [
            (
                "https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0",
                "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1",
            ),
            (
                "http://youtu.be/dQw4w9WgXcQ",
                "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1",
            ),
            (
                "https://www.youtube.com/watch?a=b&v=dQw4w9WgXcQ",
                "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1",
            ),
            (
                "https://player.vimeo.com/video/76979871?h=x",
                "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1",
            ),
            (
                "https://player.bilibili.com/player.html?isOutside=true&aid=7&bvid=BV1xx&p=1",
                "https://player.bilibili.com/player.html?bvid=BV1xx",
            ),
            (
                "https://v.qq.com/txp/iframe/player.html?vid=m0001abc",
                "https://v.qq.com/txp/iframe/player.html?vid=m0001abc",
            ),
            ("http://upload.wikimedia.org/a/b.webm", "https://upload.wikimedia.org/a/b.webm"),
        ] {
            assert_eq!(
                player(address).map(|player| player.address).as_deref(),
                Some(player_address),
                "{address}"
            );
        }
        assert_eq!(
            player("https://upload.wikimedia.org/a.ogg").map(|player| player.kind),
            Some(Kind::Audio)
        );
    }

    #[test]
    fn nothing_but_a_name_gets_into_a_player_s_address() {
        for address in [
            "https://www.youtube.com/embed/../../evil",
            "https://www.youtube.com/embed/a%22onload=x",
            "https://www.youtube.com/embed/",
            "https://www.youtube.com.evil.example/embed/dQw4w9WgXcQ",
            "https://evil.example/embed/dQw4w9WgXcQ",
            "https://evil.example@www.youtube.example/embed/dQw4w9WgXcQ",
            "https://upload.wikimedia.org/a/b.svg",
            "javascript:alert(1)",
        ] {
            assert_eq!(player(address), None, "{address}");
        }
    }
}
