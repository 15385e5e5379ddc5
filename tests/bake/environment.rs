//! The renderer's environments in the baker: the same numbers in the same order.

const SHADER: &str = include_str!("../../shaders/environment.wgsl");
const BAKER: &str = include_str!("../../src/bake/trace/environment.rs");

/// Numbers with a point, in their order, but for those in comments.
fn numbers(text: &str) -> Vec<&str> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let words = code.flat_map(|line| line.split(|letter: char| !letter.is_ascii_digit() && letter != '.'));
    words
        .filter(|word| {
            word.contains('.') && !word.contains("..") && word.starts_with(|letter: char| letter.is_ascii_digit())
        })
        .collect()
}

#[test]
fn the_numbers_are_those_of_the_shader() {
    let shader = SHADER.split("fn soft_box").nth(1).and_then(|text| text.split("@fragment").next());
    let baker = BAKER.split("fn soft_box").nth(1);
    let (shader, baker) = (numbers(shader.expect("the shader has it")), numbers(baker.expect("the baker has it")));
    assert!(shader.len() > 100, "{}", shader.len());
    assert_eq!(shader, baker);
}
