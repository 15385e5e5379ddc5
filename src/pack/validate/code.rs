//! Every kind of issue in one table: its name, how bad it is, and what it says in both languages.

/// How bad an issue is, as the Khronos validator sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The file breaks the specification, or our rules.
    Error,
    /// It is probably not what its author meant.
    Warning,
    /// Worth knowing.
    Info,
    /// Could be better.
    Hint,
}

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $english:literal $chinese:literal)*) => {
        /// What is wrong. Names, severities and places are those of the Khronos glTF validator; those of our own begin with `YZ_`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "the messages beside the names say it")]
        pub enum Code { $($variant,)* }

        impl Code {
            /// All of them.
            pub const ALL: &[Code] = &[$(Code::$variant,)*];

            /// Stable, for machines: `ACCESSOR_TOO_LONG`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// How bad it is.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// English and Chinese, with `{0}`, `{1}`, … where an issue has details.
            pub(super) fn templates(self) -> [&'static str; 2] {
                match self { $(Code::$variant => [$english, $chinese],)* }
            }
        }
    };
}

impl Code {
    /// One of ours, for what Khronos lets pass.
    pub fn is_own(self) -> bool {
        self.name().starts_with("YZ_")
    }

    /// Whether a file that has it is not taken. What the specification alone calls an error is left to the reader, who repairs much of it and
    /// reports what it can't as [`Code::YzUnreadable`].
    pub fn refuses(self) -> bool {
        self.is_own() && self.severity() == Severity::Error
    }
}

codes! {
IoError "IO_ERROR" Error "the file \"{0}\" is missing" "缺少文件“{0}”"

ArrayLengthNotInList "ARRAY_LENGTH_NOT_IN_LIST" Error "an array of {0} values, there must be {1}" "数组有 {0} 个值，应为 {1} 个"
ArrayTypeMismatch "ARRAY_TYPE_MISMATCH" Error "elements of the array should be of the type {0}" "数组中元素的类型应为 {0}"
DuplicateElements "DUPLICATE_ELEMENTS" Error "the same value stands here a second time" "该值重复出现"
EmptyEntity "EMPTY_ENTITY" Error "it may be left out, but not be empty" "可以省略，但不能为空"
InvalidIndex "INVALID_INDEX" Error "an index is a whole number from 0" "索引必须是非负整数"
InvalidJson "INVALID_JSON" Error "broken JSON: {0}" "JSON 有错误：{0}"
InvalidUri "INVALID_URI" Error "the address cannot be read: {0}" "无法解析该地址：{0}"
OneOfMismatch "ONE_OF_MISMATCH" Error "exactly one of {0} must be there" "{0} 必须有且只能有一个"
PatternMismatch "PATTERN_MISMATCH" Error "\"{0}\" does not have the form {1}" "“{0}”的格式应为 {1}"
TypeMismatch "TYPE_MISMATCH" Error "it should be of the type {0}" "类型应为 {0}"
UndefinedProperty "UNDEFINED_PROPERTY" Error "the property {0} is missing" "缺少属性 {0}"
UnexpectedProperty "UNEXPECTED_PROPERTY" Warning "no such property is known here" "此处没有该属性"
UnsatisfiedDependency "UNSATISFIED_DEPENDENCY" Error "it needs {0}, which is missing" "缺少其所依赖的 {0}"
ValueMultipleOf "VALUE_MULTIPLE_OF" Error "{0} is no multiple of {1}" "{0} 不是 {1} 的倍数"
ValueNotInList "VALUE_NOT_IN_LIST" Warning "\"{0}\" is none of the values that are defined" "“{0}”不在规定的取值之列"
ValueNotInRange "VALUE_NOT_IN_RANGE" Error "{0} is out of range" "{0} 超出取值范围"

AccessorMatrixAlignment "ACCESSOR_MATRIX_ALIGNMENT" Error "matrices begin at multiples of 4 bytes" "矩阵必须按 4 字节对齐"
AccessorNormalizedInvalid "ACCESSOR_NORMALIZED_INVALID" Error "only integers of 8 and 16 bits can be normalized" "只有 8 位和 16 位整数可以归一化"
AccessorOffsetAlignment "ACCESSOR_OFFSET_ALIGNMENT" Error "offset {0} is no multiple of the component's {1} bytes" "偏移 {0} 不是分量长度 {1} 的倍数"
AccessorSparseCountOutOfRange "ACCESSOR_SPARSE_COUNT_OUT_OF_RANGE" Error "{0} elements are replaced, there are only {1}" "替换 {0} 个元素，但总共只有 {1} 个"
AnimationChannelTargetNodeSkin "ANIMATION_CHANNEL_TARGET_NODE_SKIN" Warning "moving the node of a skinned mesh changes nothing" "移动蒙皮网格所在的节点没有效果"
AssetMinVersionGreaterThanVersion "ASSET_MIN_VERSION_GREATER_THAN_VERSION" Error "minVersion {0} is above version {1}" "minVersion {0} 高于 version {1}"
BufferDataUriMimeTypeInvalid "BUFFER_DATA_URI_MIME_TYPE_INVALID" Error "a buffer cannot be of the type {0}" "缓冲区不能是 {0} 类型"
BufferViewInvalidByteStride "BUFFER_VIEW_INVALID_BYTE_STRIDE" Error "only vertex data has a stride" "只有顶点数据可以有 byteStride"
BufferViewTooBigByteStride "BUFFER_VIEW_TOO_BIG_BYTE_STRIDE" Error "a stride of {0} bytes in a view of {1}" "步长 {0} 大于视图长度 {1}"
CameraXmagYmagNegative "CAMERA_XMAG_YMAG_NEGATIVE" Warning "a negative magnification mirrors the picture" "放大率为负会使画面镜像"
CameraXmagYmagZero "CAMERA_XMAG_YMAG_ZERO" Error "a magnification of zero shows nothing" "放大率不能为零"
CameraYfovGequalPi "CAMERA_YFOV_GEQUAL_PI" Warning "a field of view of π or more" "视场角不小于 π"
CameraZfarLequalZnear "CAMERA_ZFAR_LEQUAL_ZNEAR" Error "zfar is not beyond znear" "zfar 必须大于 znear"
ExtraProperty "EXTRA_PROPERTY" Info "the property has no effect here" "该属性在此处无效"
InvalidExtensionNameFormat "INVALID_EXTENSION_NAME_FORMAT" Warning "extensions are named PREFIX_name" "扩展名称应为“前缀_名称”"
InvalidGlValue "INVALID_GL_VALUE" Error "{0} does not fit into the component type" "{0} 超出分量类型的范围"
KhrAnimationPointerAnimationChannelTargetNode "KHR_ANIMATION_POINTER_ANIMATION_CHANNEL_TARGET_NODE" Error "a channel with a pointer has no node" "使用 pointer 的通道不能再有 node"
KhrAnimationPointerAnimationChannelTargetPath "KHR_ANIMATION_POINTER_ANIMATION_CHANNEL_TARGET_PATH" Error "the path must be \"pointer\", not \"{0}\"" "path 应为“pointer”，而不是“{0}”"
KhrLightsPunctualLightSpotAngles "KHR_LIGHTS_PUNCTUAL_LIGHT_SPOT_ANGLES" Error "the outer cone ({1}) is not wider than the inner one ({0})" "外锥角 {1} 必须大于内锥角 {0}"
KhrMaterialsAnisotropyAnisotropyTextureTexcoord "KHR_MATERIALS_ANISOTROPY_ANISOTROPY_TEXTURE_TEXCOORD" Warning "normal and anisotropy texture use different coordinates" "法线贴图与各向异性贴图的坐标集不同"
KhrMaterialsClearcoatClearcoatNormalTextureTexcoord "KHR_MATERIALS_CLEARCOAT_CLEARCOAT_NORMAL_TEXTURE_TEXCOORD" Warning "normal and clearcoat normal texture use different coordinates" "法线贴图与清漆法线贴图的坐标集不同"
KhrMaterialsDispersionNoVolume "KHR_MATERIALS_DISPERSION_NO_VOLUME" Warning "dispersion needs KHR_materials_volume" "色散需要 KHR_materials_volume"
KhrMaterialsEmissiveStrengthZeroFactor "KHR_MATERIALS_EMISSIVE_STRENGTH_ZERO_FACTOR" Warning "strength does nothing to a black emission" "自发光为黑色时强度无效"
KhrMaterialsIridescenceThicknessRangeWithoutTexture "KHR_MATERIALS_IRIDESCENCE_THICKNESS_RANGE_WITHOUT_TEXTURE" Info "the minimum has no effect without a thickness texture" "没有厚度贴图时最小厚度无效"
KhrMaterialsIridescenceThicknessTextureUnused "KHR_MATERIALS_IRIDESCENCE_THICKNESS_TEXTURE_UNUSED" Info "the thickness texture has no effect, minimum equals maximum" "最小与最大厚度相等时厚度贴图无效"
KhrMaterialsVolumeDoubleSided "KHR_MATERIALS_VOLUME_DOUBLE_SIDED" Warning "a volume should not be double-sided" "体积材质不应双面"
KhrMaterialsVolumeNoTransmission "KHR_MATERIALS_VOLUME_NO_TRANSMISSION" Warning "no light gets into this volume" "没有光能透入该体积"
MaterialAlphaCutoffInvalidMode "MATERIAL_ALPHA_CUTOFF_INVALID_MODE" Warning "alphaCutoff counts with the mode MASK only" "alphaCutoff 只在 MASK 模式下有效"
MeshInvalidWeightsCount "MESH_INVALID_WEIGHTS_COUNT" Error "{0} weights for {1} morph targets" "{0} 个权重对应 {1} 个形变目标"
MeshPrimitivesUnequalTargetsCount "MESH_PRIMITIVES_UNEQUAL_TARGETS_COUNT" Error "primitives of a mesh have equally many morph targets" "同一网格各图元的形变目标数量必须相同"
MeshPrimitiveIndexedSemanticContinuity "MESH_PRIMITIVE_INDEXED_SEMANTIC_CONTINUITY" Error "numbers of {0} attributes begin with 0 and have no gaps" "{0} 属性的编号必须从 0 开始且连续"
MeshPrimitiveInvalidAttribute "MESH_PRIMITIVE_INVALID_ATTRIBUTE" Error "no attribute is named like this" "没有这样的顶点属性名"
MeshPrimitiveJointsWeightsMismatch "MESH_PRIMITIVE_JOINTS_WEIGHTS_MISMATCH" Error "{0} sets of joints, {1} sets of weights" "关节组 {0} 个，权重组 {1} 个"
MeshPrimitiveNoPosition "MESH_PRIMITIVE_NO_POSITION" Warning "there is no POSITION" "没有 POSITION 属性"
MeshPrimitiveTangentWithoutNormal "MESH_PRIMITIVE_TANGENT_WITHOUT_NORMAL" Warning "tangents without normals" "有切线却没有法线"
MultipleExtensions "MULTIPLE_EXTENSIONS" Warning "this extension stands alone by design, others are beside it" "该扩展不应与其他扩展并用"
NodeEmpty "NODE_EMPTY" Info "nothing hangs on this node" "空节点"
NodeMatrixDefault "NODE_MATRIX_DEFAULT" Info "the identity matrix need not be written" "单位矩阵不必写出"
NodeMatrixNonTrs "NODE_MATRIX_NON_TRS" Error "the matrix is not made of translation, rotation and scale" "矩阵无法分解为平移、旋转和缩放"
NodeMatrixTrs "NODE_MATRIX_TRS" Error "a matrix and translation, rotation or scale at once" "矩阵不能与平移、旋转、缩放并用"
NodeSkinnedMeshLocalTransforms "NODE_SKINNED_MESH_LOCAL_TRANSFORMS" Warning "the node's own transform does not move a skinned mesh" "节点自身的变换对蒙皮网格无效"
NodeSkinnedMeshNonRoot "NODE_SKINNED_MESH_NON_ROOT" Info "a skinned mesh does not follow its parents" "蒙皮网格不随父节点移动"
NodeSkinnedMeshParentTransforms "NODE_SKINNED_MESH_PARENT_TRANSFORMS" Warning "the parents' transforms do not move a skinned mesh" "父节点的变换对蒙皮网格无效"
NodeSkinNoScene "NODE_SKIN_NO_SCENE" Error "the scene of this skinned mesh lacks its joints" "蒙皮网格所在场景中没有其关节"
NonObjectExtras "NON_OBJECT_EXTRAS" Info "extras should be an object" "extras 宜为对象"
NonRelativeUri "NON_RELATIVE_URI" Warning "the address is not relative" "不是相对地址"
NonRequiredExtension "NON_REQUIRED_EXTENSION" Error "{0} must be in extensionsRequired, too" "{0} 必须同时列入 extensionsRequired"
RotationNonUnit "ROTATION_NON_UNIT" Error "a quaternion that is not of length 1" "旋转四元数的长度不为 1"
SkinNoCommonRoot "SKIN_NO_COMMON_ROOT" Error "the joints have no common root" "各关节没有共同的根节点"
SkinSkeletonInvalid "SKIN_SKELETON_INVALID" Error "the skeleton is no common root of the joints" "skeleton 不是各关节的共同根节点"
UnknownAssetMajorVersion "UNKNOWN_ASSET_MAJOR_VERSION" Error "glTF {0} cannot be read, only 2" "无法读取 glTF {0}，只支持 2"
UnknownAssetMinorVersion "UNKNOWN_ASSET_MINOR_VERSION" Warning "glTF 2.{0} is not known" "未知的 glTF 2.{0} 版本"
UnusedExtensionRequired "UNUSED_EXTENSION_REQUIRED" Error "{0} is required, but not in extensionsUsed" "{0} 被要求，但未列入 extensionsUsed"

AccessorSmallByteStride "ACCESSOR_SMALL_BYTESTRIDE" Error "elements of {1} bytes every {0} bytes" "每 {0} 字节放不下 {1} 字节的元素"
AccessorTooLong "ACCESSOR_TOO_LONG" Error "it needs {0} bytes of a view of {1}" "需要 {0} 字节，视图只有 {1} 字节"
AccessorTotalOffsetAlignment "ACCESSOR_TOTAL_OFFSET_ALIGNMENT" Error "it begins at byte {0} of the buffer, no multiple of {1}" "在缓冲区中的偏移 {0} 不是 {1} 的倍数"
AccessorUsageOverride "ACCESSOR_USAGE_OVERRIDE" Error "the accessor serves another purpose already" "该访问器已有其他用途"
AnimationChannelTargetNodeMatrix "ANIMATION_CHANNEL_TARGET_NODE_MATRIX" Error "a node with a matrix cannot be animated" "带矩阵的节点不能做动画"
AnimationChannelTargetNodeWeightsNoMorphs "ANIMATION_CHANNEL_TARGET_NODE_WEIGHTS_NO_MORPHS" Error "weights of a mesh without morph targets" "该网格没有形变目标"
AnimationDuplicateTargets "ANIMATION_DUPLICATE_TARGETS" Error "channel {0} has the same target" "通道 {0} 的目标与此相同"
AnimationSamplerAccessorWithByteStride "ANIMATION_SAMPLER_ACCESSOR_WITH_BYTESTRIDE" Error "animation data has no stride" "动画数据不能有 byteStride"
AnimationSamplerInputAccessorInvalidFormat "ANIMATION_SAMPLER_INPUT_ACCESSOR_INVALID_FORMAT" Error "times are single floats, not {0}" "时间应为浮点标量，而不是 {0}"
AnimationSamplerInputAccessorTooFewElements "ANIMATION_SAMPLER_INPUT_ACCESSOR_TOO_FEW_ELEMENTS" Error "a cubic spline needs {1} keys, there is {0}" "三次样条需要 {1} 个关键帧，只有 {0} 个"
AnimationSamplerInputAccessorWithoutBounds "ANIMATION_SAMPLER_INPUT_ACCESSOR_WITHOUT_BOUNDS" Error "times need min and max" "时间必须有 min 和 max"
AnimationSamplerOutputAccessorInvalidCount "ANIMATION_SAMPLER_OUTPUT_ACCESSOR_INVALID_COUNT" Error "{0} values, there must be {1}" "有 {0} 个值，应为 {1} 个"
AnimationSamplerOutputAccessorInvalidFormat "ANIMATION_SAMPLER_OUTPUT_ACCESSOR_INVALID_FORMAT" Error "{0} cannot be values of {1}" "{0} 不能作为 {1} 的值"
BufferMissingGlbData "BUFFER_MISSING_GLB_DATA" Error "there is no binary chunk" "没有二进制块"
BufferViewTargetMissing "BUFFER_VIEW_TARGET_MISSING" Hint "target should say whether these are vertices or indices" "宜用 target 说明是顶点还是索引"
BufferViewTargetOverride "BUFFER_VIEW_TARGET_OVERRIDE" Error "the view serves another purpose already" "该视图已有其他用途"
BufferViewTooLong "BUFFER_VIEW_TOO_LONG" Error "the view ends beyond the {1} bytes of buffer {0}" "视图超出缓冲区 {0} 的 {1} 字节"
ImageBufferViewWithByteStride "IMAGE_BUFFER_VIEW_WITH_BYTESTRIDE" Error "images have no stride" "图片数据不能有 byteStride"
IncompleteExtensionSupport "INCOMPLETE_EXTENSION_SUPPORT" Info "not everything about this extension is checked" "该扩展只做了部分检查"
InvalidIbmAccessorCount "INVALID_IBM_ACCESSOR_COUNT" Error "{0} inverse bind matrices for {1} joints" "{0} 个逆绑定矩阵不足以对应 {1} 个关节"
KhrMaterialsVariantsNonUniqueVariant "KHR_MATERIALS_VARIANTS_NON_UNIQUE_VARIANT" Error "the variant already has a material here" "该变体在此已有材质"
MeshPrimitiveAccessorUnaligned "MESH_PRIMITIVE_ACCESSOR_UNALIGNED" Error "vertex data lies at multiples of 4 bytes" "顶点数据必须按 4 字节对齐"
MeshPrimitiveAccessorWithoutByteStride "MESH_PRIMITIVE_ACCESSOR_WITHOUT_BYTESTRIDE" Error "two attributes share a view without stride" "两个属性共用的视图缺少 byteStride"
MeshPrimitiveAttributesAccessorInvalidFormat "MESH_PRIMITIVE_ATTRIBUTES_ACCESSOR_INVALID_FORMAT" Error "the attribute cannot be {0}" "该属性不能是 {0}"
MeshPrimitiveAttributesAccessorUnsignedInt "MESH_PRIMITIVE_ATTRIBUTES_ACCESSOR_UNSIGNED_INT" Error "attributes cannot be 32-bit integers" "属性不能是 32 位整数"
MeshPrimitiveGeneratedTangentSpace "MESH_PRIMITIVE_GENERATED_TANGENT_SPACE" Warning "tangents are missing, each engine makes its own" "缺少切线，各引擎将自行计算"
MeshPrimitiveIncompatibleMode "MESH_PRIMITIVE_INCOMPATIBLE_MODE" Warning "{0} vertices or indices don't suit this kind of primitive" "{0} 个顶点或索引与图元类型不符"
MeshPrimitiveIndicesAccessorInvalidFormat "MESH_PRIMITIVE_INDICES_ACCESSOR_INVALID_FORMAT" Error "indices cannot be {0}" "索引不能是 {0}"
MeshPrimitiveIndicesAccessorWithByteStride "MESH_PRIMITIVE_INDICES_ACCESSOR_WITH_BYTESTRIDE" Error "indices have no stride" "索引数据不能有 byteStride"
MeshPrimitiveMorphTargetInvalidAttributeCount "MESH_PRIMITIVE_MORPH_TARGET_INVALID_ATTRIBUTE_COUNT" Error "the morph target has another number of vertices" "形变目标的顶点数不同"
MeshPrimitiveMorphTargetNoBaseAccessor "MESH_PRIMITIVE_MORPH_TARGET_NO_BASE_ACCESSOR" Error "the primitive itself lacks this attribute" "图元本身没有该属性"
MeshPrimitiveNoTangentSpace "MESH_PRIMITIVE_NO_TANGENT_SPACE" Error "the material needs tangents, and none can be made" "材质需要切线，但无法得到"
MeshPrimitivePositionAccessorWithoutBounds "MESH_PRIMITIVE_POSITION_ACCESSOR_WITHOUT_BOUNDS" Error "POSITION needs min and max" "POSITION 必须有 min 和 max"
MeshPrimitiveTooFewTexcoords "MESH_PRIMITIVE_TOO_FEW_TEXCOORDS" Error "the texture at {0} needs TEXCOORD_{1}" "{0} 的贴图需要 TEXCOORD_{1}"
MeshPrimitiveUnequalAccessorCount "MESH_PRIMITIVE_UNEQUAL_ACCESSOR_COUNT" Error "attributes of a primitive have equally many elements" "同一图元各属性的元素数必须相同"
NodeLoop "NODE_LOOP" Error "the node is its own ancestor" "节点构成循环"
NodeParentOverride "NODE_PARENT_OVERRIDE" Error "node {0} has another parent already" "节点 {0} 已有父节点"
NodeSkinnedMeshWithoutSkin "NODE_SKINNED_MESH_WITHOUT_SKIN" Warning "a skinned mesh without skin" "蒙皮网格没有指定 skin"
NodeSkinWithNonSkinnedMesh "NODE_SKIN_WITH_NON_SKINNED_MESH" Error "a skin for a mesh without joints" "网格没有关节数据却指定了 skin"
NodeWeightsInvalid "NODE_WEIGHTS_INVALID" Error "{0} weights for {1} morph targets" "{0} 个权重对应 {1} 个形变目标"
SceneNonRootNode "SCENE_NON_ROOT_NODE" Error "node {0} has a parent" "节点 {0} 不是根节点"
SkinIbmAccessorWithByteStride "SKIN_IBM_ACCESSOR_WITH_BYTESTRIDE" Error "inverse bind matrices have no stride" "逆绑定矩阵数据不能有 byteStride"
SkinIbmInvalidFormat "SKIN_IBM_INVALID_FORMAT" Error "inverse bind matrices cannot be {0}" "逆绑定矩阵不能是 {0}"
TextureInvalidImageMimeType "TEXTURE_INVALID_IMAGE_MIME_TYPE" Error "a texture cannot have an image of type {0} here" "此处的纹理不能使用 {0} 图片"
UndeclaredExtension "UNDECLARED_EXTENSION" Error "it is not in extensionsUsed" "该扩展未列入 extensionsUsed"
UnexpectedExtensionObject "UNEXPECTED_EXTENSION_OBJECT" Error "the extension does not belong here" "该扩展不应出现在此处"
UnresolvedReference "UNRESOLVED_REFERENCE" Error "number {0} does not exist" "编号 {0} 不存在"
UnsupportedExtension "UNSUPPORTED_EXTENSION" Info "{0} is not known, so it is not checked" "扩展 {0} 未知，未作检查"
UnusedMeshTangent "UNUSED_MESH_TANGENT" Info "nothing uses these tangents" "切线未被使用"
UnusedMeshWeights "UNUSED_MESH_WEIGHTS" Info "every node has weights of its own" "各节点都另有权重，此处的权重无效"
UnusedObject "UNUSED_OBJECT" Info "nothing uses it" "未被使用"

AccessorAnimationInputNegative "ACCESSOR_ANIMATION_INPUT_NEGATIVE" Error "element {0} is a time before 0: {1}" "第 {0} 个元素的时间为负：{1}"
AccessorAnimationInputNonIncreasing "ACCESSOR_ANIMATION_INPUT_NON_INCREASING" Error "element {0} is a time that does not come after the one before: {1}" "第 {0} 个元素的时间没有递增：{1}"
AccessorAnimationSamplerOutputNonNormalizedQuaternion "ACCESSOR_ANIMATION_SAMPLER_OUTPUT_NON_NORMALIZED_QUATERNION" Error "the rotation up to element {0} has the length {1}" "到第 {0} 个元素为止的旋转长度为 {1}"
AccessorElementOutOfMaxBound "ACCESSOR_ELEMENT_OUT_OF_MAX_BOUND" Error "{0} element(s) are greater than max, {1}" "{0} 个元素大于 max（{1}）"
AccessorElementOutOfMinBound "ACCESSOR_ELEMENT_OUT_OF_MIN_BOUND" Error "{0} element(s) are less than min, {1}" "{0} 个元素小于 min（{1}）"
AccessorIndexOob "ACCESSOR_INDEX_OOB" Error "element {0} is index {1}, beyond the last vertex" "第 {0} 个元素的索引 {1} 超出顶点数"
AccessorIndexPrimitiveRestart "ACCESSOR_INDEX_PRIMITIVE_RESTART" Error "element {0} is the restart value {1}" "第 {0} 个元素是重启值 {1}"
AccessorIndexTriangleDegenerate "ACCESSOR_INDEX_TRIANGLE_DEGENERATE" Info "{0} triangles out of {1} have no area" "{1} 个三角形中有 {0} 个是退化的"
AccessorInvalidFloat "ACCESSOR_INVALID_FLOAT" Error "element {0} is {1}" "第 {0} 个元素是 {1}"
AccessorInvalidIbm "ACCESSOR_INVALID_IBM" Error "element {0} of the matrices is {1}, the last row must be 0, 0, 0, 1" "矩阵的第 {0} 个元素为 {1}，末行应为 0, 0, 0, 1"
AccessorInvalidSign "ACCESSOR_INVALID_SIGN" Error "the sign at element {0} is {1}, not 1 or -1" "第 {0} 个元素的符号为 {1}，应为 1 或 -1"
AccessorJointsIndexDuplicate "ACCESSOR_JOINTS_INDEX_DUPLICATE" Error "element {0}: joint {1} stands twice at one vertex" "第 {0} 个元素：关节 {1} 在同一顶点重复"
AccessorJointsIndexOob "ACCESSOR_JOINTS_INDEX_OOB" Error "element {0} is joint {1}, which skin {2} does not have" "第 {0} 个元素的关节 {1} 在 skin {2} 中不存在"
AccessorJointsUsedZeroWeight "ACCESSOR_JOINTS_USED_ZERO_WEIGHT" Warning "element {0}: joint {1} without weight should be 0" "第 {0} 个元素：权重为零的关节 {1} 应为 0"
AccessorMaxMismatch "ACCESSOR_MAX_MISMATCH" Error "max says {0}, the data say {1}" "max 为 {0}，实际为 {1}"
AccessorMinMismatch "ACCESSOR_MIN_MISMATCH" Error "min says {0}, the data say {1}" "min 为 {0}，实际为 {1}"
AccessorNonClamped "ACCESSOR_NON_CLAMPED" Error "element {0} is {1}, not between 0 and 1" "第 {0} 个元素为 {1}，应在 0 与 1 之间"
AccessorSparseIndexOob "ACCESSOR_SPARSE_INDEX_OOB" Error "index {1} at {0} is beyond the accessor" "第 {0} 个索引 {1} 超出访问器"
AccessorSparseIndicesNonIncreasing "ACCESSOR_SPARSE_INDICES_NON_INCREASING" Error "index {1} at {0} is not greater than the one before" "第 {0} 个索引 {1} 没有递增"
AccessorVector3NonUnit "ACCESSOR_VECTOR3_NON_UNIT" Error "the vector up to element {0} has the length {1}" "到第 {0} 个元素为止的向量长度为 {1}"
AccessorWeightsNegative "ACCESSOR_WEIGHTS_NEGATIVE" Error "element {0} is the negative weight {1}" "第 {0} 个元素的权重为负：{1}"
AccessorWeightsNonNormalized "ACCESSOR_WEIGHTS_NON_NORMALIZED" Error "the weights up to element {0} add up to {1}" "到第 {0} 个元素为止的权重之和为 {1}"
BufferByteLengthMismatch "BUFFER_BYTE_LENGTH_MISMATCH" Error "{0} bytes are there, {1} are declared" "实际 {0} 字节，声明 {1} 字节"
BufferGlbChunkTooBig "BUFFER_GLB_CHUNK_TOO_BIG" Warning "the binary chunk has {0} bytes too many" "二进制块多出 {0} 字节"
DataUriGlb "DATA_URI_GLB" Warning "data: in a GLB file, which has a binary chunk for it" "GLB 文件中不宜使用 data: 地址"
ImageDataInvalid "IMAGE_DATA_INVALID" Error "the image is broken: {0}" "图片已损坏：{0}"
ImageFeaturesUnsupported "IMAGE_FEATURES_UNSUPPORTED" Warning "colour profiles, animation and pixels that are no squares are ignored" "颜色配置、动画和非正方形像素会被忽略"
ImageMimeTypeInvalid "IMAGE_MIME_TYPE_INVALID" Error "the image is {0}, not {1}" "图片实际为 {0}，而不是 {1}"
ImageNonEnabledMimeType "IMAGE_NON_ENABLED_MIME_TYPE" Error "images of type {0} need an extension" "{0} 图片需要扩展"
ImageNpotDimensions "IMAGE_NPOT_DIMENSIONS" Info "{0} by {1} pixels are no powers of two" "尺寸 {0}×{1} 不是 2 的幂"
ImageUnexpectedEos "IMAGE_UNEXPECTED_EOS" Error "the image is cut short" "图片不完整"
ImageUnrecognizedFormat "IMAGE_UNRECOGNIZED_FORMAT" Warning "no known kind of image" "无法识别的图片格式"
UriGlb "URI_GLB" Info "a GLB file that needs another file" "GLB 文件引用了其他文件"

GlbChunkLengthUnaligned "GLB_CHUNK_LENGTH_UNALIGNED" Error "the chunk's length is no multiple of 4" "块长度不是 4 的倍数"
GlbChunkTooBig "GLB_CHUNK_TOO_BIG" Error "a chunk of {0} bytes ends beyond the file" "{0} 字节的块超出文件"
GlbDuplicateChunk "GLB_DUPLICATE_CHUNK" Error "a second chunk of the same kind" "同类块重复出现"
GlbEmptyBinChunk "GLB_EMPTY_BIN_CHUNK" Info "an empty binary chunk can be left out" "空的二进制块可以省略"
GlbEmptyChunk "GLB_EMPTY_CHUNK" Error "the JSON chunk is empty" "JSON 块为空"
GlbExtraData "GLB_EXTRA_DATA" Warning "more bytes follow after the end" "文件末尾之后还有数据"
GlbInvalidMagic "GLB_INVALID_MAGIC" Error "this is no GLB file" "不是 GLB 文件"
GlbInvalidVersion "GLB_INVALID_VERSION" Error "GLB {0} cannot be read, only 2" "无法读取 GLB {0}，只支持 2"
GlbLengthMismatch "GLB_LENGTH_MISMATCH" Error "{0} bytes are declared, {1} are there" "声明 {0} 字节，实际 {1} 字节"
GlbLengthTooSmall "GLB_LENGTH_TOO_SMALL" Error "a length of {0} bytes is less than the header" "声明的长度 {0} 小于文件头"
GlbUnexpectedBinChunk "GLB_UNEXPECTED_BIN_CHUNK" Error "the binary chunk must be the second" "二进制块必须是第二块"
GlbUnexpectedEndOfChunkData "GLB_UNEXPECTED_END_OF_CHUNK_DATA" Error "the file ends within a chunk" "文件在块中间结束"
GlbUnexpectedEndOfChunkHeader "GLB_UNEXPECTED_END_OF_CHUNK_HEADER" Error "the file ends within the header of a chunk" "文件在块头中间结束"
GlbUnexpectedEndOfHeader "GLB_UNEXPECTED_END_OF_HEADER" Error "the file ends within its header" "文件在文件头中间结束"
GlbUnexpectedFirstChunk "GLB_UNEXPECTED_FIRST_CHUNK" Error "the first chunk is not JSON" "第一块不是 JSON"
GlbUnknownChunkType "GLB_UNKNOWN_CHUNK_TYPE" Warning "a chunk of unknown kind" "未知类型的块"

YzUnreadable "YZ_UNREADABLE" Error "it cannot be shown: {0}" "无法展示：{0}"
YzRequiredExtension "YZ_REQUIRED_EXTENSION" Error "it cannot be shown without {0}, which is not known here" "文件必须有扩展 {0} 才能显示，但无法读取该扩展"
YzFileTooLarge "YZ_FILE_TOO_LARGE" Error "{0} bytes, the limit is {1}" "{0} 字节，上限为 {1} 字节"
YzJsonTooLarge "YZ_JSON_TOO_LARGE" Error "{0} bytes of JSON, the limit is {1}" "JSON 有 {0} 字节，上限为 {1} 字节"
YzJsonTooManyValues "YZ_JSON_TOO_MANY_VALUES" Error "more than {0} JSON values" "JSON 的值超过 {0} 个"
YzJsonTooDeep "YZ_JSON_TOO_DEEP" Error "JSON nested deeper than {0}" "JSON 嵌套超过 {0} 层"
YzDuplicateKey "YZ_DUPLICATE_KEY" Error "the property stands twice in one object" "同一对象中属性重复"
YzTooMany "YZ_TOO_MANY" Error "{0} of them, the limit is {1}" "共 {0} 个，上限为 {1} 个"
YzTooMuchData "YZ_TOO_MUCH_DATA" Error "unpacked it takes {0} bytes, the limit is {1}" "解开后有 {0} 字节，上限为 {1} 字节"
YzPackedTooMuch "YZ_PACKED_TOO_MUCH" Error "{0} packed bytes are said to hold {1}" "{0} 字节压缩数据声称含有 {1} 字节"
YzNodeTooDeep "YZ_NODE_TOO_DEEP" Error "more than {0} nodes below each other" "节点层级超过 {0} 层"
YzNameCharacters "YZ_NAME_CHARACTERS" Warning "the name has control characters or changes the direction of writing" "名称中有控制字符或改变书写方向的字符"
YzNameTooLong "YZ_NAME_TOO_LONG" Warning "a name of {0} characters, it is cut after {1}" "名称有 {0} 个字符，将在 {1} 个之后截断"
YzForbiddenUri "YZ_FORBIDDEN_URI" Error "the address leads out of what was uploaded" "地址指向上传内容之外"
YzDataUriTooLarge "YZ_DATA_URI_TOO_LARGE" Error "a data: address of {0} bytes, the limit is {1}" "data: 地址有 {0} 字节，上限为 {1} 字节"
YzSvgImage "YZ_SVG_IMAGE" Error "SVG is a document, not an image" "SVG 是文档，不能用作图片"
YzImageTooLarge "YZ_IMAGE_TOO_LARGE" Error "{0} by {1} pixels, the limit is {2} a side" "图片为 {0}×{1}，每边上限为 {2} 像素"
YzImagesTooLarge "YZ_IMAGES_TOO_LARGE" Error "all images have {0} pixels, the limit is {1}" "全部图片共 {0} 像素，上限为 {1}"
YzImageEmpty "YZ_IMAGE_EMPTY" Warning "an image without pixels" "图片没有像素"
YzImageLevels "YZ_IMAGE_LEVELS" Error "the levels of the KTX2 image don't fit into the file" "KTX2 图片的层级数据超出文件"
YzImageMetadata "YZ_IMAGE_METADATA" Warning "{0} bytes of packed metadata in an image" "图片含有 {0} 字节的压缩元数据"
}
