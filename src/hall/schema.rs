//! The JSON Schema of `hall.json`, made from the types themselves.

use crate::manifest::Hall;

/// The schema as it is committed in `assets/hall.schema.json`: two spaces of indentation, a newline at the end.
pub fn manifest_schema() -> String {
    let generator = schemars::generate::SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<Hall>();
    schema.insert("title".into(), "Yunzhan hall manifest (hall.json), version 1".into());
    schema.insert("description".into(), "What a hall shows, in which words, and where a visitor stands.".into());
    let mut value = schema.to_value();
    value.sort_all_objects();
    format!("{value:#}\n")
}
