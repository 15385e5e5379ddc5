//! What a parser of JSON complains about, in Chinese, and how to mend it: manifests are written by hand.

use super::Words;

/// How complaints begin, as `serde_json` has them, and what they are in Chinese.
const SYNTAX: [(&str, &str); 20] = [
    ("EOF while parsing a list", "内容没有写完，缺少 ]"),
    ("EOF while parsing an object", "内容没有写完，缺少 }"),
    ("EOF while parsing a string", "内容没有写完，缺少引号"),
    ("EOF while parsing a value", "内容没有写完"),
    ("expected `:`", "缺少冒号"),
    ("expected `,` or `]`", "缺少逗号或 ]"),
    ("expected `,` or `}`", "缺少逗号或 }"),
    ("expected ident", "不认识的单词"),
    ("expected value", "此处应有一个值"),
    ("invalid escape", "反斜杠后面的字符不对"),
    ("invalid number", "数字的写法不对"),
    ("number out of range", "数字超出范围"),
    (NOT_UTF8, "文件不是 UTF-8 编码（可能是 GBK）"),
    ("control character", "文字中有换行或控制字符"),
    ("key must be a string", "属性名要用英文双引号括起来"),
    ("trailing comma", "最后一项后面多了一个逗号"),
    ("trailing characters", "结尾之后还有多余的内容"),
    ("lone leading surrogate", "\\u 转义不完整"),
    ("unexpected end of hex escape", "\\u 转义不完整"),
    ("recursion limit exceeded", "嵌套过深"),
];

/// Values and kinds of values.
const KINDS: [(&str, &str); 13] = [
    ("string", "文字"),
    ("a string", "文字"),
    ("integer", "整数"),
    ("floating point", "数字"),
    ("boolean", "true 或 false"),
    ("a boolean", "true 或 false"),
    ("null", "空值 null"),
    ("sequence", "列表 [ ]"),
    ("a sequence", "列表 [ ]"),
    ("map", "对象 { }"),
    ("a map", "对象 { }"),
    ("struct", "对象 { }"),
    ("f32", "数字"),
];

const NOT_UTF8: &str = "invalid unicode code point";

/// A complaint in Chinese; as it is where it is not known.
pub(super) fn chinese(detail: &str) -> String {
    if let Some((_, zh)) = SYNTAX.iter().find(|(en, _)| detail.starts_with(en)) {
        return (*zh).to_owned();
    }
    let kind = |text: &str| {
        let known = KINDS.iter().filter(|(en, _)| text.starts_with(en)).max_by_key(|(en, _)| en.len());
        known.map_or_else(|| text.to_owned(), |(_, zh)| (*zh).to_owned())
    };
    let parts = detail.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "));
    if let Some((found, wanted)) = parts {
        return format!("此处是{}，应为{}", kind(found), kind(wanted));
    }
    for (en, zh) in
        [("missing field ", "缺少属性 "), ("duplicate field ", "属性写了两次："), ("unknown variant ", "不认识的取值 ")]
    {
        if let Some(rest) = detail.strip_prefix(en) {
            return format!(
                "{zh}{}",
                rest.replace(", expected one of ", "，可以写成 ").replace(", expected ", "，应为 ")
            );
        }
    }
    detail.to_owned()
}

/// How to save a file that is not in UTF-8; `None` for one that is.
pub(super) fn encoding_hint(detail: &str, bytes: &[u8]) -> Option<Words> {
    let is_wide = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    (is_wide || detail.starts_with(NOT_UTF8)).then(|| {
        Words::new(
            "用记事本或其他编辑器打开，“另存为”时把编码选为 UTF-8。",
            "Open it in an editor and save it as UTF-8.",
        )
    })
}
