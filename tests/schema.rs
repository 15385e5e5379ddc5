//! The committed JSON Schema says what the types say. `UPDATE=1 cargo test -p tests --test schema` writes it anew.

use std::path::Path;

#[test]
fn the_committed_schema_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/hall.schema.json");
    let made = hall::manifest_schema();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &made).expect("the schema can be written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == made,
        "assets/hall.schema.json is not what the types in src/hall/manifest say: run UPDATE=1 cargo test -p tests --test schema"
    );
}
