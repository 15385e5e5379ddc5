//! The words of the pages, in both languages; a word missing in one does not compile.

use crate::lang::Lang;

/// Everything that pages say by themselves.
pub struct Words {
    /// The name of the product.
    pub brand: &'static str,
    /// What it is, in a few words.
    pub brand_line: &'static str,
    /// Heading of the list of halls.
    pub halls: &'static str,
    /// Under that heading.
    pub halls_lead: &'static str,
    /// When there are none.
    pub no_halls: &'static str,
    /// What to do then.
    pub no_halls_hint: &'static str,
    /// To the hall page.
    pub enter: &'static str,
    /// To the catalogue.
    pub catalogue: &'static str,
    /// The same as a sentence, first thing on the hall page.
    pub catalogue_skip: &'static str,
    /// Without scripts.
    pub no_script: &'static str,
    /// To the list of halls.
    pub all_halls: &'static str,
    /// Past the navigation.
    pub skip_to_content: &'static str,
    /// What the switch leads to, in that language.
    pub other_language: &'static str,
    /// Its name for a screen reader.
    pub language: &'static str,
    /// Number of exhibits: before and after it.
    pub exhibit_count: (&'static str, &'static str),
    /// Same, for one.
    pub exhibit_count_one: (&'static str, &'static str),
    /// Heading of what is shown.
    pub exhibits: &'static str,
    /// Heading of exhibits in no section.
    pub other_exhibits: &'static str,
    /// Of the table of contents.
    pub contents: &'static str,
    /// Heading of what screens show.
    pub screens: &'static str,
    /// Heading of tours.
    pub tours: &'static str,
    /// Heading of activities.
    pub activities: &'static str,
    /// Heading of doors.
    pub portals: &'static str,
    /// Heading of the plan.
    pub floor_plan: &'static str,
    /// Heading of the licences.
    pub licences: &'static str,
    /// Column: about what.
    pub licence_what: &'static str,
    /// Column: terms.
    pub licence_terms: &'static str,
    /// Column: by whom.
    pub licence_author: &'static str,
    /// What a file calls itself.
    pub credit_title: &'static str,
    /// Who made a file.
    pub credit_creator: &'static str,
    /// Whose it is.
    pub credit_rights: &'static str,
    /// What it was made from.
    pub credit_source: &'static str,
    /// What it says of itself.
    pub credit_description: &'static str,
    /// Before the declaration.
    pub ai_generated: &'static str,
    /// Before the organiser.
    pub organiser: &'static str,
    /// Heading of a contact.
    pub contact: &'static str,
    /// Field.
    pub phone: &'static str,
    /// Field.
    pub email: &'static str,
    /// Field.
    pub address: &'static str,
    /// Field.
    pub website: &'static str,
    /// Before the name of a document.
    pub document: &'static str,
    /// Before the looks that an exhibit may have.
    pub appearance: &'static str,
    /// A model to save.
    pub model: &'static str,
    /// In place of a file that is not there.
    pub file_missing: &'static str,
    /// A stop that is no exhibit.
    pub stop: &'static str,
    /// When a hall has no words.
    pub no_words: &'static str,
    /// Before the code of an error.
    pub error_code: &'static str,
    /// Alternative text of the poster.
    pub poster_of: (&'static str, &'static str),
}

/// The words of one language.
pub fn words(lang: Lang) -> &'static Words {
    lang.pick(&CHINESE, &ENGLISH)
}

const CHINESE: Words = Words {
    brand: "云展",
    brand_line: "园区与企业的线上展厅",
    halls: "全部展厅",
    halls_lead: "点开即可走进展厅，在手机和电脑上都能参观，无需安装。",
    no_halls: "这里还没有展厅",
    no_halls_hint: "把展厅文件夹或 .glb 文件放进展厅目录，刷新即可看到；也可以运行 cargo run -p kit 生成示例展厅。",
    enter: "进入展厅",
    catalogue: "图文版",
    catalogue_skip: "阅读图文版（无需三维）",
    no_script: "三维展厅需要浏览器启用 JavaScript。图文版包含全部内容，无需启用：",
    all_halls: "全部展厅",
    skip_to_content: "跳到正文",
    other_language: "English",
    language: "语言",
    exhibit_count: ("", " 件展品"),
    exhibit_count_one: ("", " 件展品"),
    exhibits: "展品",
    other_exhibits: "其他展品",
    contents: "目录",
    screens: "屏幕播放",
    tours: "导览路线",
    activities: "活动",
    portals: "通往其他展厅",
    floor_plan: "平面图",
    licences: "版权与许可",
    licence_what: "内容",
    licence_terms: "许可",
    licence_author: "作者与来源",
    credit_title: "名称",
    credit_creator: "作者",
    credit_rights: "权利",
    credit_source: "来源",
    credit_description: "说明",
    ai_generated: "人工智能生成内容声明",
    organiser: "主办",
    contact: "联系方式",
    phone: "电话",
    email: "邮箱",
    address: "地址",
    website: "网站",
    document: "文档",
    appearance: "可选外观",
    model: "三维模型",
    file_missing: "文件缺失",
    stop: "停留点",
    no_words: "这个展厅还没有文字介绍，可以直接走进三维展厅参观。",
    error_code: "错误代码",
    poster_of: ("", "的实景画面"),
};

const ENGLISH: Words = Words {
    brand: "Yunzhan",
    brand_line: "Online halls of parks and enterprises",
    halls: "Halls",
    halls_lead: "Open one and walk in, on a phone or a computer. There is nothing to install.",
    no_halls: "There are no halls here yet",
    no_halls_hint: "Put the folder of a hall or a .glb file into the folder of halls and reload; cargo run -p kit makes a sample hall.",
    enter: "Enter the hall",
    catalogue: "Text version",
    catalogue_skip: "Read the text version (without 3D)",
    no_script: "The 3D hall needs JavaScript. The text version has everything and works without:",
    all_halls: "All halls",
    skip_to_content: "Skip to content",
    other_language: "中文",
    language: "Language",
    exhibit_count: ("", " exhibits"),
    exhibit_count_one: ("", " exhibit"),
    exhibits: "Exhibits",
    other_exhibits: "Other exhibits",
    contents: "Contents",
    screens: "On the screens",
    tours: "Tours",
    activities: "Activities",
    portals: "Doors to other halls",
    floor_plan: "Floor plan",
    licences: "Credits and licences",
    licence_what: "What",
    licence_terms: "Licence",
    licence_author: "Author and source",
    credit_title: "Title",
    credit_creator: "Creator",
    credit_rights: "Rights",
    credit_source: "Source",
    credit_description: "Description",
    ai_generated: "Content made by generative AI",
    organiser: "Presented by",
    contact: "Contact",
    phone: "Phone",
    email: "E-mail",
    address: "Address",
    website: "Website",
    document: "Document",
    appearance: "Appearances",
    model: "3D model",
    file_missing: "file missing",
    stop: "Stop",
    no_words: "This hall has no words yet; walk into it in 3D.",
    error_code: "Error",
    poster_of: ("View of ", ""),
};
