//! What a primitive draws, taken out of the document to be changed.

use serde_json::{Map, Value};

use crate::document::{Accessor, Document, index};

/// What a column of numbers is to its primitive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The number of the morph target whose offset it is.
    pub target: Option<usize>,
    /// As glTF calls it.
    pub semantic: String,
}

/// Vertices and what is drawn of them.
#[derive(Clone, Debug)]
pub struct Geometry {
    /// As many rows in each as there are vertices.
    pub columns: Vec<(Role, Accessor)>,
    /// Each less than the number of vertices.
    pub indices: Vec<u32>,
    /// 0 points, 1 to 3 lines, 4 triangles; strips and fans of triangles have been unrolled.
    pub mode: u64,
}

const FIELDS: [&str; 4] = ["attributes", "indices", "mode", "targets"];

/// What a primitive draws, as its JSON says it.
pub fn fields(primitive: &Value) -> Value {
    let mut fields = Map::new();
    for name in FIELDS {
        fields.insert(name.into(), primitive.get(name).cloned().unwrap_or(Value::Null));
    }
    Value::Object(fields)
}

/// Makes a primitive draw what another does.
pub fn put_fields(primitive: &mut Value, fields: &Value) {
    let Value::Object(primitive) = primitive else { return };
    for name in FIELDS {
        match fields.get(name).filter(|field| !field.is_null()) {
            Some(field) => primitive.insert(name.into(), field.clone()),
            None => primitive.remove(name),
        };
    }
}

impl Geometry {
    /// `None` for a primitive that can't be drawn.
    pub fn take(document: &Document, primitive: &Value) -> Option<Self> {
        let mut columns = Vec::new();
        let targets = primitive.get("targets").and_then(Value::as_array).into_iter().flatten().enumerate();
        let targets = targets.map(|(i, target)| (Some(i), target));
        for (target, attributes) in std::iter::once((None, primitive.get("attributes")?)).chain(targets) {
            for (semantic, slot) in attributes.as_object()? {
                let accessor = document.accessors.get(slot.as_u64()? as usize)?;
                columns.push((Role { target, semantic: semantic.clone() }, accessor.clone()));
            }
        }
        let is_position = |(role, _): &&(Role, Accessor)| role.target.is_none() && role.semantic == "POSITION";
        let count = columns.iter().find(is_position)?.1.count;
        if columns.iter().any(|(_, accessor)| accessor.count < count) || count > u32::MAX as usize {
            return None;
        }
        let indices = match index(primitive, "indices") {
            Some(at) => document.accessors.get(at)?.to_u32s(),
            None => (0..count as u32).collect(),
        };
        if indices.iter().any(|index| *index as usize >= count) {
            return None;
        }
        let (mode, indices) = unroll(index(primitive, "mode").unwrap_or(4) as u64, indices);
        (mode <= 4 && !indices.is_empty()).then_some(Self { columns, indices, mode })
    }

    /// Puts it back as new accessors.
    pub fn put(self, document: &mut Document, primitive: &mut Value) {
        for (role, accessor) in self.columns {
            let at = Value::from(document.add(accessor));
            match role.target {
                None => primitive["attributes"][role.semantic] = at,
                Some(target) => primitive["targets"][target][role.semantic] = at,
            }
        }
        primitive["indices"] = Value::from(document.add(Accessor::indices(&self.indices)));
        if let Value::Object(primitive) = primitive {
            match self.mode {
                4 => drop(primitive.remove("mode")),
                mode => drop(primitive.insert("mode".into(), mode.into())),
            }
        }
    }

    /// How many vertices there are.
    pub fn vertices(&self) -> usize {
        self.columns.first().map_or(0, |(_, accessor)| accessor.count)
    }

    /// A column of the mesh itself.
    pub fn column(&self, semantic: &str) -> Option<&Accessor> {
        let found = self.columns.iter().find(|(role, _)| role.target.is_none() && role.semantic == semantic);
        found.map(|(_, accessor)| accessor)
    }

    /// Adds a column to the mesh itself.
    pub fn add(&mut self, semantic: &str, accessor: Accessor) {
        self.columns.push((Role { target: None, semantic: semantic.into() }, accessor));
    }

    /// Other vertices: `order` says which of the old ones.
    pub fn gather(&mut self, order: &[u32]) {
        self.columns.iter_mut().for_each(|(_, accessor)| *accessor = accessor.gather(order));
    }
}

/// Strips and fans of triangles as lists (glTF 2.0 §3.7.2.1); other modes as they are, without what is left over at the end.
fn unroll(mode: u64, mut indices: Vec<u32>) -> (u64, Vec<u32>) {
    let windows = |indices: &[u32]| indices.windows(3).map(|w| [w[0], w[1], w[2]]).collect::<Vec<_>>();
    match mode {
        1 => indices.truncate(indices.len() / 2 * 2),
        4 => indices.truncate(indices.len() / 3 * 3),
        5 => {
            let turned = windows(&indices).into_iter().enumerate();
            let list = turned.flat_map(|(i, [a, b, c])| if i % 2 == 0 { [a, b, c] } else { [b, a, c] });
            return (4, list.collect());
        }
        6 => {
            let Some((hub, rim)) = indices.split_first() else { return (4, Vec::new()) };
            return (4, rim.windows(2).flat_map(|edge| [edge[0], edge[1], *hub]).collect());
        }
        _ => {}
    }
    (mode, indices)
}
