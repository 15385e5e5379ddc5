//! PDF: what is to be read goes through, what acts does not.

use std::io::Write;
use std::time::{Duration, Instant};

use crate::media_files::{codes, delivered, error, looked, refused};

const PAGES: &str = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";

/// A PDF of a catalogue, pages, a page, and more objects; `head` is added to the catalogue, `note` to the page.
pub fn pdf(head: &str, note: &str, more: &[&str]) -> Vec<u8> {
    let catalogue = format!("<< /Type /Catalog /Pages 2 0 R {head} >>");
    let page = format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] {note} >>");
    let mut bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut offsets = Vec::new();
    for (number, object) in [&catalogue[..], PAGES, &page].iter().chain(more).enumerate() {
        offsets.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", number + 1).bytes());
    }
    let start = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1).bytes());
    offsets.iter().for_each(|offset| bytes.extend(format!("{offset:010} 00000 n \n").bytes()));
    let size = offsets.len() + 1;
    bytes.extend(format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").bytes());
    bytes
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A PDF whose catalogue's action lies in a packed stream of objects (ISO 32000-1 §7.5.7), named by a table in a stream.
fn packed_pdf(hidden: &str, padding: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let content = format!("4 0 {hidden}{}", " ".repeat(padding));
    let stream = deflated(content.as_bytes());
    let dictionary = format!("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length {}", stream.len());
    let objects: [(String, Option<Vec<u8>>); 4] = [
        ("/Type /Catalog /Pages 2 0 R /OpenAction 4 0 R".into(), None),
        ("/Type /Pages /Kids [3 0 R] /Count 1".into(), None),
        ("/Type /Page /Parent 2 0 R /MediaBox [0 0 99 99]".into(), None),
        (dictionary, Some(stream)),
    ];
    let mut rows = vec![0_u8, 0, 0, 0];
    for ((dictionary, stream), number) in objects.iter().zip([1, 2, 3, 5]) {
        if number == 5 {
            rows.extend([2, 0, 5, 0]);
        }
        rows.push(1);
        rows.extend((bytes.len() as u16).to_be_bytes());
        rows.push(0);
        bytes.extend(format!("{number} 0 obj\n<< {dictionary} >>\n").bytes());
        if let Some(stream) = stream {
            bytes.extend([b"stream\n", &stream[..], b"\nendstream\n"].concat());
        }
        bytes.extend(b"endobj\n");
    }
    let start = bytes.len();
    rows.extend([1, (start >> 8) as u8, start as u8, 0]);
    let head = format!("6 0 obj\n<< /Type /XRef /Size 7 /W [1 2 1] /Root 1 0 R /Length {} >>\nstream\n", rows.len());
    bytes.extend([head.as_bytes(), &rows, b"\nendstream\nendobj\n"].concat());
    bytes.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
    bytes
}

#[test]
fn a_document_to_be_read_goes_through_as_it_came() {
    let link = "/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://example.com) >> >>]";
    for source in [pdf("", "", &[]), pdf("/OpenAction [3 0 R /Fit]", link, &[]), packed_pdf("<< /S /GoTo >>", 0)] {
        let look = looked("document", "a.pdf", &source);
        assert_eq!(codes(&look), Vec::<&str>::new(), "{:?}", look.findings);
        assert_eq!((look.media[0].facts.format.as_str(), look.media[0].facts.pages), ("PDF 1.7", Some(1)));
        assert_eq!(delivered("document", "a.pdf", &source), (source, "pdf".into()));
    }
}

/// Case 76 of the hostile ones.
#[test]
fn what_acts_is_refused_and_said() {
    let script = "<< /S /JavaScript /JS (app.alert(1)) >>";
    let annotation = |action: &str| format!("/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A {action} >>]");
    let cases = [
        (pdf(&format!("/OpenAction {script}"), "", &[]), "JavaScript"),
        (pdf("/OpenAction 4 0 R", "", &[script]), "JavaScript"),
        (pdf("/OpenAction 4 0 R", "", &["<< /S /J#61vaScript /J#53 (app.alert(1)) >>"]), "JavaScript"),
        (pdf("/Names << /JavaScript << /Names [(a) 4 0 R] >> >>", "", &[script]), "JavaScript"),
        (packed_pdf(script, 0), "JavaScript"),
        (pdf("/OpenAction << /S /Named /N /Print >>", "", &[]), "OpenAction"),
        (pdf("", &annotation("<< /S /Launch /F (cmd.exe) >>"), &[]), "Launch"),
        (pdf("", &annotation("<< /S /GoToR /F (b.pdf) >>"), &[]), "GoToR"),
        (pdf("", &annotation("<< /S /SubmitForm /F (http://a) >>"), &[]), "sends a form"),
        (pdf("", &annotation("<< /S /URI /URI (file:///c:/a.exe) >>"), &[]), "not on the web"),
        (pdf("", &annotation("<< /S /URI /URI (javascript:alert) >>"), &[]), "not on the web"),
        (pdf("", "/AA << /O << /S /URI /URI (https://a) >> >>", &[]), "start by themselves"),
        (pdf("/Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >>", "", &["<< /Type /Filespec >>"]), "embedded"),
        (pdf("", "/Annots [<< /Subtype /FileAttachment /Rect [0 0 9 9] /FS 4 0 R >>]", &["<< >>"]), "annotation"),
        (pdf("/AcroForm << /XFA 4 0 R >>", "", &["(a)"]), "XFA"),
    ];
    for (source, words) in cases {
        assert_eq!(refused("document", "a.pdf", &source), "document-active", "{words}");
        let look = looked("document", "a.pdf", &source);
        assert!(error(&look).message("en").contains(words), "{words}: {}", error(&look).message("en"));
    }
}

#[test]
fn an_object_that_no_table_names_is_found_all_the_same() {
    let mut source = pdf("", "", &[]);
    let at = source.windows(4).position(|window| window == b"xref").unwrap();
    let hidden = b"4 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\n";
    // The table keeps its place: readers that mend the file see the object, others don't.
    source.splice(at..at, hidden.iter().copied());
    assert_eq!(refused("document", "a.pdf", &source), "document-active");
}

#[test]
fn what_cannot_be_seen_into_is_refused() {
    let locked = pdf("", "", &[]);
    let text = String::from_utf8_lossy(&locked).replace("/Root 1 0 R", "/Root 1 0 R /Encrypt 4 0 R");
    assert_eq!(refused("document", "a.pdf", text.as_bytes()), "document-encrypted");
    let begin = Instant::now();
    // 400 MB of spaces in 400 KB.
    let bomb = packed_pdf("<< /S /GoTo >>", 400_000_000);
    assert!(bomb.len() < 1_000_000, "{}", bomb.len());
    let made = begin.elapsed();
    assert_eq!(error(&looked("document", "a.pdf", &bomb)).code, "media-damaged");
    assert!(begin.elapsed() - made < Duration::from_secs(10));
    let stray = packed_pdf("<< /S /GoTo >>", 0);
    let at = stray.windows(12).position(|window| window == b"/FlateDecode").unwrap();
    let mut unknown = stray.clone();
    unknown[at..at + 12].copy_from_slice(b"/BlackBoxed9");
    assert_eq!(refused("document", "a.pdf", &unknown), "document-unseen");
}

#[test]
fn what_only_calls_itself_a_document_is_refused() {
    for bytes in [&b"<html><script>alert(1)</script>"[..], b"PK\x03\x04", b"", b"\n%PDF-1.7"] {
        assert_eq!(refused("document", "a.pdf", bytes), "media-type");
    }
    for bytes in [&b"%PDF-1.7"[..], b"%PDF-1.7\n<html><script>alert(1)</script>", b"%PDF-1.7\nstartxref\n0\n%%EOF"] {
        assert_eq!(refused("document", "a.pdf", bytes), "media-damaged");
    }
    let whole = pdf("", "", &[]);
    for length in (0..whole.len() - 7).step_by(3) {
        assert!(looked("document", "a.pdf", &whole[..length]).media.is_empty(), "{length} of {} bytes", whole.len());
    }
}
