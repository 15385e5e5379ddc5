//! Reasons that stand in messages, in Chinese.

use std::borrow::Cow;

/// What the stages say, and the same in Chinese.
const PHRASES: [(&str, &str); 18] = [
    ("there is no JSON that could be read", "没有可以读取的 JSON"),
    ("this is not glTF 2", "不是 glTF 2"),
    ("the file is cut short", "文件不完整"),
    ("a byte order mark", "开头有字节顺序标记"),
    ("zeros at the end", "末尾有零字节"),
    ("this is not UTF-8", "不是 UTF-8 编码"),
    ("more follows after the end", "结尾之后还有多余的内容"),
    ("the text ends too early", "内容没有写完"),
    ("no value begins like this", "此处不是一个值"),
    ("a colon is missing", "缺少冒号"),
    ("a comma or the end of the list is missing", "缺少逗号或括号"),
    ("a digit is missing", "缺少数字"),
    ("this is no number", "数字的写法不对"),
    ("a quotation mark is missing", "缺少引号"),
    ("a string does not end", "文字没有结束"),
    ("there is no such escape sequence", "没有这种转义"),
    ("four hexadecimal digits are missing", "缺少四位十六进制数"),
    ("half a character", "半个字符"),
];

/// A reason in Chinese, with the place that may follow it; as it is where it is something of the file.
pub(super) fn chinese(detail: &str) -> Cow<'_, str> {
    let (reason, place) = detail.split_once(", byte ").map_or((detail, None), |(reason, at)| (reason, Some(at)));
    match (PHRASES.iter().find(|(en, _)| *en == reason), place) {
        (Some((_, zh)), None) => Cow::Borrowed(zh),
        (Some((_, zh)), Some(at)) => Cow::Owned(format!("{zh}，第 {at} 字节")),
        (None, _) => Cow::Borrowed(detail),
    }
}
