//! Every shader, as it is joined, is valid WGSL, can be said in the GLSL of WebGL2, and agrees with Rust about its uniforms.

use naga::back::glsl;
use naga::back::pipeline_constants::process_overrides;
use naga::proc::{BoundsCheckPolicies, Layouter};
use naga::valid::{Capabilities, ModuleInfo, ValidationFlags, Validator};
use naga::{Module, ShaderStage, TypeInner};
use render::shorten::ShortNames;

fn shaders() -> impl Iterator<Item = (&'static str, String)> {
    render::SHADERS.iter().map(|(name, files)| (*name, files.concat()))
}

/// As a release has them, beside how they are written.
fn shaders_in_both_ways() -> Vec<(&'static str, String)> {
    let plain: Vec<_> = shaders().collect();
    let texts: Vec<String> = plain.iter().map(|(_, text)| text.clone()).collect();
    let names = ShortNames::of(&texts);
    let short: Vec<_> = plain.iter().map(|(name, text)| (*name, names.shorten(text))).collect();
    let bytes = |all: &[(&str, String)]| all.iter().map(|(_, text)| text.len()).sum::<usize>();
    assert!(4 * bytes(&short) < 3 * bytes(&plain), "{} of {} bytes", bytes(&short), bytes(&plain));
    plain.into_iter().chain(short).collect()
}

fn parsed(name: &str, wgsl: &str) -> (Module, ModuleInfo) {
    let module = naga::front::wgsl::parse_str(wgsl).unwrap_or_else(|e| panic!("{name}: {}", e.emit_to_string(wgsl)));
    let info = Validator::new(ValidationFlags::all(), Capabilities::empty())
        .validate(&module)
        .unwrap_or_else(|e| panic!("{name}: {}", e.emit_to_string(wgsl)));
    (module, info)
}

/// wgpu keeps 16 places for the images of all stages together in WebGL2.
#[test]
fn no_shader_has_more_images_than_webgl2() {
    for (name, wgsl) in shaders() {
        let (module, _) = parsed(name, &wgsl);
        let images =
            module.global_variables.iter().filter(|(_, v)| matches!(module.types[v.ty].inner, TypeInner::Image { .. }));
        assert!(images.count() <= 16, "{name}");
    }
}

#[test]
fn every_shader_is_valid_wgsl() {
    assert!(render::SHADERS.len() >= 9);
    for (name, wgsl) in shaders_in_both_ways() {
        parsed(name, &wgsl);
    }
}

/// GLSL ES 3.00 with the options that wgpu uses in a browser.
#[test]
fn every_entry_point_can_be_said_in_webgl2() {
    for (name, wgsl) in shaders_in_both_ways() {
        let (module, info) = parsed(name, &wgsl);
        for entry in &module.entry_points {
            let (module, info) =
                process_overrides(&module, &info, Some((entry.stage, &entry.name)), &Default::default())
                    .unwrap_or_else(|e| panic!("{name}.{}: {e}", entry.name));
            let options = glsl::Options {
                version: glsl::Version::Embedded { version: 300, is_webgl: true },
                ..Default::default()
            };
            let stage =
                glsl::PipelineOptions { shader_stage: entry.stage, entry_point: entry.name.clone(), multiview: None };
            let mut text = String::new();
            glsl::Writer::new(&mut text, &module, &info, &options, &stage, BoundsCheckPolicies::default())
                .and_then(|mut writer| writer.write())
                .unwrap_or_else(|e| panic!("{name}.{}: {e}", entry.name));
            assert!(text.starts_with("#version 300 es"), "{name}.{}", entry.name);
            let textures = text.matches("uniform highp sampler").count();
            assert!(
                entry.stage != ShaderStage::Fragment || textures <= 16,
                "{name}.{}: {textures} textures",
                entry.name
            );
        }
    }
}

/// Same names in the same order at the same bytes.
#[test]
fn uniforms_are_the_same_in_rust_and_wgsl() {
    let mut seen = Vec::new();
    for (name, wgsl) in shaders() {
        let (module, _) = parsed(name, &wgsl);
        let mut layouter = Layouter::default();
        layouter.update(module.to_ctx()).expect("a layout");
        for (handle, ty) in module.types.iter() {
            let (Some(type_name), TypeInner::Struct { members, .. }) = (&ty.name, &ty.inner) else { continue };
            let Some(rust) = render::UNIFORMS.iter().find(|u| u.name == type_name) else { continue };
            let in_wgsl: Vec<_> =
                members.iter().map(|m| (m.name.as_deref().unwrap_or(""), m.offset as usize)).collect();
            assert_eq!(in_wgsl, rust.fields, "{type_name} in {name}");
            assert_eq!(layouter[handle].size as usize, rust.size, "size of {type_name} in {name}");
            assert_eq!(rust.size % 16, 0, "{type_name}: WebGL2 wants uniforms of whole 16 bytes");
            seen.push(rust.name);
        }
    }
    for uniform in render::UNIFORMS {
        assert!(seen.contains(&uniform.name), "{} is in no shader", uniform.name);
    }
}

/// A browser refuses `a % b << c` without parentheses, which naga takes (WGSL, 8.19: a shift's operands are unary, a
/// binary operator of bits mixes with no other).
#[test]
fn operators_of_bits_stand_in_parentheses_of_their_own() {
    // As they are written: what is built in has no blanks about its operators.
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shaders");
    let files = std::fs::read_dir(folder).expect("the shaders").map(|file| file.expect("a file").path());
    let mut count = 0;
    for path in files.filter(|path| path.extension().is_some_and(|extension| extension == "wgsl")) {
        count += 1;
        for (number, line) in std::fs::read_to_string(&path).expect("text").lines().enumerate() {
            let line = line.split("//").next().expect("a part");
            assert!(!has_mixed_bits(line), "{}, line {}: {line}", path.display(), number + 1);
        }
    }
    assert!(count > 30, "{count} shaders");
    assert!(has_mixed_bits("f32((i % 3u << 1u) & 2u)"));
    assert!(has_mixed_bits("let a = b & c | d;"));
    assert!(has_mixed_bits("let a = vec2u(5u, 4u) >> vec2u(i % 6u) & vec2u(1u);"));
    assert!(!has_mixed_bits("let a = f(b + c, ((i % 3u) << 1u) & 2u);"));
}

/// Operators have blanks about them in our shaders.
fn has_mixed_bits(line: &str) -> bool {
    const BITS: [&str; 5] = ["<<", ">>", "&", "|", "^"];
    const OTHERS: [&str; 5] = ["+", "-", "*", "/", "%"];
    let spaced: String =
        line.chars().flat_map(|c| if "()[]{},;=".contains(c) { vec![' ', c, ' '] } else { vec![c] }).collect();
    let mut open: Vec<Vec<&str>> = vec![Vec::new()];
    for token in spaced.split_whitespace() {
        match token {
            "(" | "[" | "{" => open.push(Vec::new()),
            ")" | "]" | "}" => drop((open.len() > 1).then(|| open.pop())),
            "," | ";" | "=" => open.last_mut().expect("one").clear(),
            _ if BITS.contains(&token) || OTHERS.contains(&token) => {
                let group = open.last_mut().expect("one");
                let is_mixed = |other: &&str| *other != token && (BITS.contains(other) || BITS.contains(&token));
                if group.iter().any(is_mixed) {
                    return true;
                }
                group.push(token);
            }
            _ => {}
        }
    }
    false
}
