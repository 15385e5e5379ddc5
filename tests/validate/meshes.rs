//! Meshes, nodes, skins and animations: what may be said of them, and what fits together.

use pack::validate::Code;
use serde_json::{Value, json};

use crate::case::{Case, bounded, mesh, zeros};

const PRIMITIVE: &str = "/meshes/0/primitives/0";

fn primitive(code: Code, place: &str, primitive: Value, accessors: Value) -> Case {
    let place = format!("{PRIMITIVE}{place}");
    Case::of(
        code,
        &place,
        json!({"accessors": accessors, "meshes": mesh(primitive), "materials": [{}], "textures": [{}]}),
    )
}

fn attributes() -> Vec<Case> {
    // Long: one case for each code.
    let vec3 = || json!([bounded("VEC3", 3), zeros("VEC3", 3), zeros("VEC3", 4), zeros("VEC4", 3), zeros("VEC2", 3)]);
    let with = |attributes: Value| json!({"attributes": attributes});
    let morphed = |target: Value| json!({"attributes": {"POSITION": 0}, "targets": [target]});
    vec![
        primitive(Code::MeshPrimitiveNoPosition, "/attributes", with(json!({"NORMAL": 1})), vec3()),
        primitive(
            Code::MeshPrimitiveInvalidAttribute,
            "/attributes/COLOUR_0",
            with(json!({"POSITION": 0, "COLOUR_0": 1})),
            vec3(),
        ),
        primitive(Code::MeshPrimitiveInvalidAttribute, "/attributes/COLOR_00", with(json!({"COLOR_00": 1})), vec3()),
        primitive(Code::MeshPrimitiveInvalidAttribute, "/targets/0/JOINTS_0", morphed(json!({"JOINTS_0": 1})), vec3()),
        primitive(Code::MeshPrimitiveTangentWithoutNormal, "/attributes/TANGENT", with(json!({"TANGENT": 3})), vec3()),
        primitive(Code::MeshPrimitiveIndexedSemanticContinuity, "/attributes", with(json!({"TEXCOORD_1": 4})), vec3()),
        primitive(Code::MeshPrimitiveJointsWeightsMismatch, "/attributes", with(json!({"WEIGHTS_0": 3})), vec3()),
        primitive(
            Code::MeshPrimitivePositionAccessorWithoutBounds,
            "/attributes/POSITION",
            with(json!({"POSITION": 1})),
            vec3(),
        ),
        primitive(
            Code::MeshPrimitiveAttributesAccessorInvalidFormat,
            "/attributes/NORMAL",
            with(json!({"NORMAL": 3})),
            vec3(),
        ),
        primitive(
            Code::MeshPrimitiveAttributesAccessorInvalidFormat,
            "/targets/0/NORMAL",
            morphed(json!({"NORMAL": 4})),
            vec3(),
        ),
        primitive(
            Code::MeshPrimitiveAttributesAccessorUnsignedInt,
            "/attributes/_ID",
            with(json!({"_ID": 0})),
            json!([{"type": "SCALAR", "componentType": 5125, "count": 3}]),
        ),
        primitive(
            Code::MeshPrimitiveUnequalAccessorCount,
            "/attributes/POSITION",
            with(json!({"NORMAL": 2, "POSITION": 0})),
            vec3(),
        ),
        primitive(
            Code::MeshPrimitiveMorphTargetNoBaseAccessor,
            "/targets/0/NORMAL",
            morphed(json!({"NORMAL": 1})),
            vec3(),
        ),
        primitive(
            Code::MeshPrimitiveMorphTargetInvalidAttributeCount,
            "/targets/0/POSITION",
            morphed(json!({"POSITION": 2})),
            vec3(),
        ),
        primitive(Code::UnresolvedReference, "/attributes/POSITION", with(json!({"POSITION": 9})), vec3()),
        primitive(Code::UnusedObject, "/attributes/TEXCOORD_0", with(json!({"TEXCOORD_0": 4})), vec3()),
        primitive(Code::UnusedMeshTangent, "/attributes/TANGENT", with(json!({"NORMAL": 1, "TANGENT": 3})), vec3()),
        primitive(Code::MeshPrimitiveIncompatibleMode, "", json!({"attributes": {"POSITION": 0}, "mode": 1}), vec3()),
        primitive(
            Code::MeshPrimitiveIndicesAccessorInvalidFormat,
            "/indices",
            json!({"attributes": {"POSITION": 0}, "indices": 1}),
            json!([bounded("VEC3", 3), zeros("SCALAR", 3)]),
        ),
    ]
}

fn layout() -> Vec<Case> {
    let data = |view: Value, accessor: Value, primitive: Value| {
        json!({
            "buffers": [{"byteLength": 64}], "bufferViews": [view], "accessors": [accessor], "meshes": mesh(primitive),
        })
    };
    let view = |stride: u64| json!({"buffer": 0, "byteLength": 64, "byteStride": stride});
    vec![
        Case::of(
            Code::MeshPrimitiveIndicesAccessorWithByteStride,
            &format!("{PRIMITIVE}/indices"),
            data(
                view(4),
                json!({"bufferView": 0, "type": "SCALAR", "componentType": 5125, "count": 3}),
                json!({"attributes": {"_A": 9}, "indices": 0}),
            ),
        ),
        Case::of(
            Code::MeshPrimitiveAccessorUnaligned,
            &format!("{PRIMITIVE}/attributes/_A"),
            data(
                json!({"buffer": 0, "byteLength": 64}),
                json!({"bufferView": 0, "type": "VEC3", "componentType": 5121, "count": 3}),
                json!({"attributes": {"_A": 0}}),
            ),
        ),
    ]
}

fn materials() -> Vec<Case> {
    let wears = |material: Value, attributes: Value| {
        json!({
            "accessors": [bounded("VEC3", 3), zeros("VEC3", 3), zeros("VEC2", 3)],
            "meshes": mesh(json!({"attributes": attributes, "material": 0})),
            "extensionsUsed": ["KHR_materials_anisotropy"], "materials": [material], "textures": [{}],
        })
    };
    let place = format!("{PRIMITIVE}/material");
    let textured = json!({"POSITION": 0, "NORMAL": 1, "TEXCOORD_0": 2});
    vec![
        Case::of(
            Code::MeshPrimitiveTooFewTexcoords,
            &place,
            wears(json!({"emissiveTexture": {"index": 0, "texCoord": 1}}), textured.clone()),
        ),
        Case::of(
            Code::MeshPrimitiveGeneratedTangentSpace,
            &place,
            wears(json!({"normalTexture": {"index": 0}}), textured.clone()),
        ),
        Case::of(
            Code::MeshPrimitiveNoTangentSpace,
            &place,
            wears(json!({"extensions": {"KHR_materials_anisotropy": {"anisotropyTexture": {"index": 0}}}}), textured),
        ),
    ]
}

fn morphs_and_nodes() -> Vec<Case> {
    let morphed = json!({"attributes": {"POSITION": 0}, "targets": [{"POSITION": 0}]});
    let of = |mesh: Value, node: Value| json!({"accessors": [bounded("VEC3", 3)], "meshes": [mesh], "nodes": [node]});
    let plain = json!({"attributes": {"POSITION": 0}});
    let matrix = |numbers: [f32; 16]| json!({"nodes": [{"matrix": numbers, "extras": {}}]});
    let mut sheared = [1.0, 0., 0., 0., 0.5, 1., 0., 0., 0., 0., 1., 0., 0., 0., 0., 1.];
    let sheared_matrix = matrix(sheared);
    sheared[4] = 0.0;
    vec![
        Case::of(
            Code::MeshInvalidWeightsCount,
            "/meshes/0/weights",
            of(json!({"primitives": [morphed], "weights": [0, 1]}), json!({"mesh": 0})),
        ),
        Case::of(
            Code::MeshPrimitivesUnequalTargetsCount,
            "/meshes/0/primitives/1",
            of(json!({"primitives": [morphed, plain]}), json!({"mesh": 0})),
        ),
        Case::of(
            Code::NodeWeightsInvalid,
            "/nodes/0/weights",
            of(json!({"primitives": [morphed]}), json!({"mesh": 0, "weights": [1, 1]})),
        ),
        Case::of(
            Code::UnusedMeshWeights,
            "/meshes/0/weights",
            of(json!({"primitives": [morphed], "weights": [0]}), json!({"mesh": 0, "weights": [1]})),
        ),
        Case::of(Code::NodeMatrixNonTrs, "/nodes/0/matrix", sheared_matrix),
        Case::of(Code::NodeMatrixDefault, "/nodes/0/matrix", matrix(sheared)),
        Case::of(Code::NodeMatrixTrs, "/nodes/0/matrix", json!({"nodes": [{"matrix": sheared, "scale": [1, 1, 1]}]})),
        Case::of(Code::RotationNonUnit, "/nodes/0/rotation", json!({"nodes": [{"rotation": [0, 0, 0, 0.5]}]})),
        Case::of(Code::NodeEmpty, "/nodes/0", json!({"nodes": [{}]})),
        Case::of(
            Code::NodeParentOverride,
            "/nodes/1/children/0",
            json!({"nodes": [{"children": [2]}, {"children": [2]}, {}]}),
        ),
        Case::of(Code::NodeLoop, "/nodes/0", json!({"nodes": [{"children": [1]}, {"children": [0]}]})),
        Case::of(
            Code::SceneNonRootNode,
            "/scenes/0/nodes/0",
            json!({"nodes": [{"children": [1]}, {}], "scenes": [{"nodes": [1]}]}),
        ),
        Case::of(Code::UnresolvedReference, "/scene", json!({"scene": 1})),
    ]
}

fn skins() -> Vec<Case> {
    // Long: one case for each code.
    let skinned = || mesh(json!({"attributes": {"POSITION": 0, "JOINTS_0": 1, "WEIGHTS_0": 2}}));
    let of = |nodes: Value, skin: Value| {
        json!({
            "accessors": [
                bounded("VEC3", 3), {"componentType": 5121, "type": "VEC4", "count": 3}, zeros("VEC4", 3), zeros("MAT4", 1),
                zeros("VEC4", 9),
            ],
            "meshes": skinned(), "nodes": nodes, "skins": [skin], "scenes": [{"nodes": [0]}],
        })
    };
    let joints = || json!({"joints": [1]});
    let place = "/skins/0/inverseBindMatrices";
    vec![
        Case::of(Code::NodeSkinnedMeshWithoutSkin, "/nodes/0", of(json!([{"mesh": 0}, {}]), joints())),
        Case::of(
            Code::NodeSkinWithNonSkinnedMesh,
            "/nodes/0",
            json!({
                "accessors": [bounded("VEC3", 3)], "meshes": mesh(json!({"attributes": {"POSITION": 0}})),
                "nodes": [{"mesh": 0, "skin": 0}], "skins": [{"joints": [0]}],
            }),
        ),
        Case::of(Code::NodeSkinNoScene, "/nodes/0", of(json!([{"mesh": 0, "skin": 0}, {}]), joints())),
        Case::of(
            Code::NodeSkinnedMeshLocalTransforms,
            "/nodes/0",
            of(json!([{"mesh": 0, "skin": 0, "scale": [2, 2, 2]}, {}]), joints()),
        ),
        Case::of(
            Code::NodeSkinnedMeshNonRoot,
            "/nodes/2",
            of(json!([{"children": [1, 2]}, {}, {"mesh": 0, "skin": 0}]), joints()),
        ),
        Case::of(
            Code::NodeSkinnedMeshParentTransforms,
            "/nodes/2",
            of(json!([{"children": [1, 2], "scale": [2, 2, 2]}, {}, {"mesh": 0, "skin": 0}]), joints()),
        ),
        Case::of(Code::SkinNoCommonRoot, "/skins/0/joints", of(json!([{}, {}, {}]), json!({"joints": [1, 2]}))),
        Case::of(
            Code::SkinSkeletonInvalid,
            "/skins/0/skeleton",
            of(json!([{}, {}, {}]), json!({"joints": [1], "skeleton": 2})),
        ),
        Case::of(
            Code::InvalidIbmAccessorCount,
            place,
            of(json!([{}, {"children": [2]}, {}]), json!({"joints": [1, 2], "inverseBindMatrices": 3})),
        ),
        Case::of(
            Code::SkinIbmInvalidFormat,
            place,
            of(json!([{}, {}]), json!({"joints": [1], "inverseBindMatrices": 4})),
        ),
        Case::of(
            Code::SkinIbmAccessorWithByteStride,
            place,
            json!({
                "buffers": [{"byteLength": 64}], "bufferViews": [{"buffer": 0, "byteLength": 64, "byteStride": 64}],
                "accessors": [{"bufferView": 0, "componentType": 5126, "type": "MAT4", "count": 1}],
                "nodes": [{}], "skins": [{"joints": [0], "inverseBindMatrices": 0}],
            }),
        ),
    ]
}

fn animations() -> Vec<Case> {
    let times = bounded("SCALAR", 1);
    let of = |node: Value, path: &str, output: Value, interpolation: &str| {
        json!({
            "accessors": [times, output], "nodes": [node],
            "animations": [{
                "channels": [{"sampler": 0, "target": {"node": 0, "path": path}}],
                "samplers": [{"input": 0, "output": 1, "interpolation": interpolation}],
            }],
        })
    };
    let (target, sampler) = ("/animations/0/channels/0/target", "/animations/0/channels/0/sampler");
    let input = "/animations/0/samplers/0/input";
    let identity = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
    let vec3 = |count| zeros("VEC3", count);
    let mut twice = of(json!({}), "scale", vec3(1), "LINEAR");
    let channel = twice["animations"][0]["channels"][0].clone();
    twice["animations"][0]["channels"].as_array_mut().unwrap().push(channel);
    let mut no_bounds = of(json!({}), "scale", vec3(1), "LINEAR");
    no_bounds["accessors"][0] = zeros("SCALAR", 1);
    let mut no_times = of(json!({}), "scale", vec3(1), "LINEAR");
    no_times["accessors"][0] = vec3(1);
    let mut unused = of(json!({}), "scale", vec3(1), "LINEAR");
    unused["animations"][0]["samplers"].as_array_mut().unwrap().push(json!({"input": 0, "output": 1}));
    let mut strided = of(json!({}), "scale", vec3(1), "LINEAR");
    strided["buffers"] = json!([{"byteLength": 64}]);
    strided["bufferViews"] = json!([{"buffer": 0, "byteLength": 64, "byteStride": 4}]);
    strided["accessors"][0]["bufferView"] = json!(0);
    let mut skinned = of(json!({"skin": 0}), "scale", vec3(1), "LINEAR");
    skinned["skins"] = json!([{"joints": [0]}]);
    vec![
        Case::of(
            Code::AnimationChannelTargetNodeMatrix,
            target,
            of(json!({"matrix": identity}), "scale", vec3(1), "LINEAR"),
        ),
        Case::of(Code::AnimationChannelTargetNodeSkin, &format!("{target}/path"), skinned),
        Case::of(
            Code::AnimationChannelTargetNodeWeightsNoMorphs,
            target,
            of(json!({}), "weights", zeros("SCALAR", 1), "LINEAR"),
        ),
        Case::of(Code::AnimationDuplicateTargets, target, twice),
        Case::of(Code::AnimationSamplerAccessorWithByteStride, input, strided),
        Case::of(Code::AnimationSamplerInputAccessorInvalidFormat, input, no_times),
        Case::of(Code::AnimationSamplerInputAccessorWithoutBounds, input, no_bounds),
        Case::of(
            Code::AnimationSamplerInputAccessorTooFewElements,
            input,
            of(json!({}), "scale", vec3(3), "CUBICSPLINE"),
        ),
        Case::of(Code::AnimationSamplerOutputAccessorInvalidCount, sampler, of(json!({}), "scale", vec3(2), "LINEAR")),
        Case::of(
            Code::AnimationSamplerOutputAccessorInvalidFormat,
            sampler,
            of(json!({}), "rotation", vec3(1), "LINEAR"),
        ),
        Case::of(Code::UnusedObject, "/animations/0/samplers/1", unused),
    ]
}

pub fn cases() -> Vec<Case> {
    [attributes(), layout(), materials(), morphs_and_nodes(), skins(), animations()].into_iter().flatten().collect()
}

#[test]
fn meshes_and_what_moves_them() {
    cases().iter().for_each(Case::check);
}
