//! What the interface says, in each language that it speaks.

use super::browser::intl;
use super::state::archive::{ArchiveError, Cause};
use crate::archive::{Fault, ReadError};
use crate::content::sanitise::Refusal;
use crate::query::explain::Language;
use crate::query::parse::{Expectation, ParseError};
use crate::reader::browser::fetch::FetchError;

/// The interface's language, and everything that depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Messages {
    /// The language.
    pub language: Language,
}

impl Messages {
    /// The first of the browser's languages that the interface speaks, else English.
    pub fn by_preference() -> Self {
        let known = |tag: String| {
            let tag = tag.to_ascii_lowercase();
            let is = |name: &str| tag == name || tag.starts_with(&format!("{name}-"));
            if is("zh") {
                Some(Language::Chinese)
            } else {
                is("en").then_some(Language::English)
            }
        };
        Self {
            language: intl::languages().into_iter().find_map(known).unwrap_or(Language::English),
        }
    }

    /// The language as BCP 47.
    pub fn locale(self) -> &'static str {
        self.pick("en", "zh-Hans")
    }

    fn pick<T>(self, english: T, chinese: T) -> T {
        match self.language {
            Language::English => english,
            Language::Chinese => chinese,
        }
    }

    /// A number with the language's separators.
    pub fn number(self, number: u32) -> String {
        intl::number(number, self.locale())
    }

    /// How many articles a list has.
    pub fn n_articles(self, count: u32) -> String {
        let number = self.number(count);
        self.pick(
            if count == 1 {
                "1 article".to_owned()
            } else {
                format!("{number} articles")
            },
            format!("{number} 篇文章"),
        )
    }

    /// How many articles a tag has, for a screen reader. It begins with what is seen, for people who speak to their browser.
    pub fn tag_with_count(self, tag: &str, count: u32) -> String {
        format!("{tag} {}", self.n_articles(count))
    }

    /// Reading time.
    pub fn minutes(self, minutes: u32) -> String {
        let number = self.number(minutes);
        self.pick(format!("{number} min"), format!("{number} 分钟"))
    }

    /// How much of an article has been read.
    pub fn read_so_far(self, percent: u32) -> String {
        match percent {
            100 => self.pick("Read", "已读完").to_owned(),
            _ => self.pick(format!("{percent}% read"), format!("已读 {percent}%")),
        }
    }

    /// What to say about a file of the archive that could not be had.
    pub fn failure(self, error: &ArchiveError) -> Failure {
        let url = error.url.clone();
        let (title, cause, advice) = match &error.cause {
            Cause::Fetch(FetchError::Unreachable(reason)) => (
                self.pick("The archive can’t be reached", "无法连接到文章库"),
                self.pick(format!("No answer came: {reason}."), format!("没有得到响应：{reason}。")),
                self.pick("Check the connection, then try again.", "请检查网络连接，然后重试。"),
            ),
            Cause::Fetch(FetchError::Status(404 | 410)) => (
                self.pick("A file of the archive is missing", "文章库缺少文件"),
                self.pick("The host says that it isn’t there.", "服务器答复：没有这个文件。")
                    .to_owned(),
                self.pick(
                    "If this is your site: run the press again, and upload the whole archive folder.",
                    "如果这是您的网站：请重新运行 press，并上传整个 archive 文件夹。",
                ),
            ),
            Cause::Fetch(FetchError::Status(status)) => (
                self.pick("The host refused a file of the archive", "服务器拒绝提供文章库文件"),
                self.pick(format!("It answered {status}."), format!("它的答复是 {status}。")),
                self.pick("This often passes: try again in a moment.", "这通常是暂时的，请稍后重试。"),
            ),
            Cause::Fetch(FetchError::TooLarge(most)) => {
                let most = self.number(most >> 20);
                (
                    self.unreadable(),
                    self.pick(
                        format!("It is larger than {most} MB, which no such file is, so it wasn’t read."),
                        format!("文件超过 {most} MB，远大于此类文件应有的大小，因此未读取。"),
                    ),
                    self.press_again(),
                )
            }
            Cause::Read(error) => (
                self.unreadable(),
                match error {
                    ReadError::Empty => self.pick("It is empty.", "文件是空的。").to_owned(),
                    ReadError::WebPage => self.pick(
                        "A web page came instead of it.".to_owned(),
                        "返回的是网页，而不是该文件。".to_owned(),
                    ),
                    ReadError::NotText(at) => self.pick(
                        format!("It isn’t text in UTF-8: byte {at} can’t be read."),
                        format!("它不是 UTF-8 文本：第 {at} 个字节无法解读。"),
                    ),
                    ReadError::CutOff => self
                        .pick("It is cut off: the end is missing.", "文件不完整，缺少结尾部分。")
                        .to_owned(),
                    ReadError::NotJson(reason) => self.pick(format!("It isn’t JSON: {reason}."), format!("它不是有效的 JSON：{reason}。")),
                    ReadError::OtherFile(missing) => self.pick(
                        format!("It is a file of another kind, without {missing}."),
                        format!("这是另一种文件，缺少 {missing}。"),
                    ),
                    ReadError::Field(Fault { field, found, .. }) => self.pick(
                        format!("Its field “{field}” can’t be used: {found}"),
                        format!("字段“{field}”无法使用：{found}"),
                    ),
                    ReadError::Twice(field) => self.pick(format!("Its field “{field}” stands twice."), format!("字段“{field}”重复出现。")),
                    ReadError::Damaged => self.pick(
                        "Its bytes are not those that were published.".to_owned(),
                        "文件内容与发布时不一致。".to_owned(),
                    ),
                    ReadError::Contract(version) => self.pick(
                        format!("It has version {version} of the format, and this reader reads another."),
                        format!("它的格式版本是 {version}，与此阅读器不符。"),
                    ),
                },
                self.press_again(),
            ),
            Cause::Republished => (
                self.pick("The archive has just been published anew", "文章库刚刚更新"),
                self.pick("A file of the older version is gone.", "旧版本的文件已被移除。")
                    .to_owned(),
                self.pick("Try again to see the new version.", "请重试以查看新版本。"),
            ),
        };
        Failure {
            title,
            asked: self.pick(format!("Asked for: {url}"), format!("请求的地址：{url}")),
            cause,
            advice,
        }
    }

    /// What a tap on a picture's place does.
    pub fn load_from(self, host: &str) -> String {
        self.pick(format!("Load from {host}"), format!("从 {host} 加载"))
    }

    /// Where and why a query doesn't parse.
    pub fn parse_error(self, error: &ParseError) -> String {
        let place = self.number(error.at.char_offset as u32 + 1);
        let expected = match &error.expected {
            Expectation::Term => self.pick("a term or a group is missing here", "此处缺少条件").to_owned(),
            Expectation::TagName => self.pick("a tag’s name is missing after #", "# 之后缺少标签名").to_owned(),
            Expectation::AuthorName => self
                .pick("an author’s name is missing after the colon", "冒号之后缺少作者名")
                .to_owned(),
            Expectation::CategoryName => self.pick("a category’s name is missing here", "此处缺少分类名").to_owned(),
            Expectation::Date => self
                .pick(
                    "a date is written as 2021, 2021-11 or 2021-11-27, a range as 2021-11..2022-02",
                    "日期应写作 2021、2021-11 或 2021-11-27，范围写作 2021-11..2022-02",
                )
                .to_owned(),
            Expectation::DateInCalendar => self.pick("there is no such date", "没有这一天").to_owned(),
            Expectation::DatesInOrder => self.pick("the range ends before it begins", "范围的终点早于起点").to_owned(),
            Expectation::ClosingQuote => self.pick("this quote is never closed", "引号没有闭合").to_owned(),
            Expectation::Escape => self
                .pick(
                    "in quotes, write \\ for a backslash and \" for a quote",
                    "在引号内，反斜杠写作 \\，引号写作 \"",
                )
                .to_owned(),
            Expectation::Space => self
                .pick(
                    "a space is missing here; or put the whole name in quotes",
                    "此处缺少空格，或者请用引号括起整个名称",
                )
                .to_owned(),
            Expectation::ClosingParenthesis => self.pick("this parenthesis is never closed", "括号没有闭合").to_owned(),
            Expectation::OpeningParenthesis => self.pick("this parenthesis was never opened", "多余的右括号").to_owned(),
            Expectation::KnownField { found } => self.pick(
                format!("“{found}:” is no field; author:, in: and date: are. If it is text, put it in quotes"),
                format!("“{found}:” 不是字段，可用的有 author:、in: 和 date:。如果是文字，请加引号"),
            ),
            Expectation::FewerTerms => self.pick("there are too many terms", "条件过多").to_owned(),
            Expectation::LessDepth => self.pick("there are too many groups inside one another", "括号嵌套过深").to_owned(),
        };
        self.pick(
            format!("At character {place}: {expected}."),
            format!("第 {place} 个字符：{expected}。"),
        )
    }

    /// The button in a player's place.
    pub fn play(self, title: &str) -> String {
        self.pick(format!("Play: {title}"), format!("播放：{title}"))
    }

    /// What a player's button does.
    pub fn player_asks(self, host: &str) -> String {
        self.pick(
            format!("Until you press it, nothing is asked of {host}."),
            format!("点按之前，不会向 {host} 发出任何请求。"),
        )
    }

    /// The link beside a player's button.
    pub fn open_at(self, site: &str) -> String {
        self.pick(format!("Open at {site}"), format!("前往 {site} 观看"))
    }

    /// Why an article is shown as plain text.
    pub fn refusal(self, refusal: Refusal) -> &'static str {
        match refusal {
            Refusal::TooLong => self.pick(
                "This article is too long to be shown with its formatting: here is its text.",
                "文章过长，无法显示格式，以下是纯文本。",
            ),
            Refusal::TooDeep => self.pick(
                "This article’s markup is too tangled to be shown safely: here is its text.",
                "文章的标记过于复杂，无法安全显示，以下是纯文本。",
            ),
            Refusal::TooSlow => self.pick(
                "This article’s markup took too long to be made safe: here is its text.",
                "文章的标记处理时间过长，以下是纯文本。",
            ),
        }
    }
}

/// What can be said about a file that can't be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What happened, in a few words.
    pub title: &'static str,
    /// What was asked for.
    pub asked: String,
    /// What came.
    pub cause: String,
    /// What a person can do.
    pub advice: &'static str,
}

/// Messages without parameters: name, English, Chinese.
macro_rules! phrases {
    ($($(#[$doc:meta])* $name:ident: $english:literal, $chinese:literal;)*) => {
        impl Messages {
            $($(#[$doc])* pub fn $name(self) -> &'static str { self.pick($english, $chinese) })*
        }
    };
}

mod filter;
mod removed;

phrases! {
    /// A file that can't be read.
    unreadable: "A file of the archive can’t be read", "文章库的文件无法读取";
    /// A file that can't be read, what to do.
    press_again: "If this is your site: run the press that came with this reader again, and upload the whole archive folder.", "如果这是您的网站：请用与此阅读器同版本的 press 重新生成，并上传整个 archive 文件夹。";
    /// Skip link.
    skip: "Skip to content", "跳到正文";
    /// Name of the tag bar.
    tags: "Tags", "标签";
    /// Link that takes the filter away.
    all_articles: "All articles", "全部文章";
    /// Heading of the unfiltered list.
    newest: "Newest articles", "最新文章";
    /// Link that clears a tag.
    clear: "Clear filter", "清除筛选";
    /// Loads more.
    older_articles: "Older articles", "更早的文章";
    /// While something loads.
    loading: "Loading…", "正在加载…";
    /// When loading takes a while.
    still_loading: "Still loading. The connection seems slow.", "仍在加载，网络似乎较慢。";
    /// Tries again.
    try_again: "Try again", "重试";
    /// End of a list.
    end: "That is everything.", "已到末尾。";
    /// Empty archive.
    empty_title: "No articles yet", "还没有文章";
    /// Empty archive, what to do.
    empty_advice: "This archive is empty. Put some posts into the articles folder and run the press.", "这个文章库是空的。请把文章放进 articles 文件夹，然后运行 press。";
    /// No article with a tag.
    no_article_with_tag: "No article has this tag", "没有文章带有此标签";
    /// No article with a tag, what to do.
    no_article_with_tag_advice: "The tag may be spelled differently, or its articles are gone.", "标签的写法可能不同，或者相关文章已被移除。";
    /// No match.
    no_match_title: "No article matches", "没有符合条件的文章";
    /// No match, what to do.
    no_match_advice: "Take a condition away, or choose other dates.", "请减少条件，或者换一个日期范围。";
    /// Article not found.
    not_found_title: "Article not found", "找不到文章";
    /// Article not found, what to do.
    not_found_advice: "The archive has no article at this address. It may have been removed, or the address was cut off.", "文章库中没有此地址的文章。它可能已被移除，或者地址不完整。";
    /// Text search for later.
    no_text: "Text can’t be searched yet, so the list is unfiltered. Tags that match:", "目前还不能搜索正文，因此显示全部文章。匹配的标签：";
    /// No tag matches the text.
    no_text_no_tags: "Text can’t be searched yet, so the list is unfiltered. No frequent tag matches.", "目前还不能搜索正文，因此显示全部文章。没有匹配的常用标签。";
    /// A broken query.
    bad_query: "This filter can’t be read, so the list is unfiltered.", "无法理解该筛选条件，因此显示全部文章。";
    /// Article without a title.
    untitled: "Untitled", "无标题";
    /// Article without text.
    no_text_in_article: "This article has no text.", "这篇文章没有正文。";
    /// Back to the list.
    back: "Back to the list", "返回列表";
    /// Link to the original.
    original: "Original", "原文";
    /// Older neighbour.
    older: "Older", "较早";
    /// Newer neighbour.
    newer: "Newer", "较新";
    /// Name of the neighbours' navigation.
    neighbours: "Neighbouring articles", "相邻文章";
    /// Undated.
    undated: "Undated", "无日期";
    /// The article's body is loading.
    preparing: "Preparing the article…", "正在准备文章…";
    /// Shows the next part of a very long article.
    show_more: "This article is very long. Show more of it", "文章很长，显示后续内容";
    /// Sanitiser not available.
    no_sanitizer_title: "The article can’t be made safe to show", "无法安全显示该文章";
    /// Sanitiser not available, what to do.
    no_sanitizer_advice: "The part of the reader that checks articles couldn’t be loaded. Try again, or load the page again: the site may just have been updated.", "用于检查文章的组件未能加载。请重试，或重新加载页面：网站可能刚刚更新。";
    /// A picture that can't be shown.
    picture_failed: "Picture not available", "图片无法显示";
    /// A picture without a text of its own.
    picture: "Picture", "图片";
    /// Name of the settings.
    settings: "Settings", "设置";
    /// Name of the choice for pictures from other sites.
    pictures: "Pictures from other sites", "其他网站的图片";
    /// They load by themselves.
    pictures_load: "Load as they come near", "自动加载";
    /// They load when someone asks for them.
    pictures_on_tap: "Load on tap", "点按后加载";
    /// They don't load.
    pictures_never: "Don’t load", "不加载";
    /// What the choice is about.
    pictures_hint: "A site that a picture comes from learns that someone here is reading. Pictures kept in this archive always show.", "加载图片时，图片所在的网站会得知有人正在阅读。文章库自带的图片始终显示。";
    /// The look's part of the settings can't be had.
    no_look: "The settings for themes and type couldn’t be loaded. Open them again to try once more.", "主题和排版设置未能加载，请重新打开以重试。";
    /// Settings aren't kept because the browser doesn't allow it.
    settings_denied: "This browser doesn’t let the page keep settings: what you choose holds until the page is closed.", "此浏览器不允许网页保存设置：您的选择在关闭页面前有效。";
    /// Settings aren't kept because there is no room.
    settings_full: "The browser has no room left for settings: what you choose holds until the page is closed.", "浏览器已没有空间保存设置：您的选择在关闭页面前有效。";
}
