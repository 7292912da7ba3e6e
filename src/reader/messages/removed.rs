//! What was taken from an article.

use super::Messages;
use crate::content::removed::Kind;

impl Messages {
    /// How many things an article lost.
    pub fn removed_title(self, total: u32) -> String {
        let number = self.number(total);
        self.pick(format!("Left out of this article: {number}"), format!("本文已略去 {number} 处内容"))
    }

    /// What it lost of one kind. Names without a number before them need no plural.
    pub fn removed(self, kind: Kind, count: u32) -> String {
        let name = match kind {
            Kind::Script => self.pick("Scripts and what starts them", "脚本及其触发代码"),
            Kind::Pixel => self.pick("Pictures of one pixel that report reading", "用于跟踪阅读的单像素图片"),
            Kind::Tracking => self.pick(
                "Tracking in links (the links still lead where they led)",
                "链接中的跟踪信息（链接仍指向原处）",
            ),
            Kind::Frame => self.pick("Frames and plug-ins", "内嵌框架和插件"),
            Kind::Form => self.pick("Forms and their fields", "表单及其控件"),
            Kind::Style => self.pick("Styles of its own", "自带样式"),
            Kind::Hidden => self.pick("Parts that the article hides itself", "文章自身隐藏的部分"),
            Kind::Drawing => self.pick("Drawings in its markup", "内嵌矢量图形"),
            Kind::Address => self.pick("Addresses that lead nowhere", "无效的地址"),
            Kind::Markup => self.pick("Markup without meaning here", "在此无意义的标记"),
        };
        let number = self.number(count);
        self.pick(format!("{name}: {number}"), format!("{name}：{number}"))
    }
}
