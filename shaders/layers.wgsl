// A point of a surface with all its layers, and how light from one direction leaves it.

// Bits, in the order of `Extras` in src/render/look.rs: what of the layers below a pipeline has.
override EXTRAS: u32 = (LOOK >> 8u) & 63u;
const HAS_CLEARCOAT: u32 = 1u;
const HAS_SHEEN: u32 = 2u;
const HAS_IRIDESCENCE: u32 = 4u;
const HAS_ANISOTROPY: u32 = 8u;
const HAS_DIFFUSE_TRANSMISSION: u32 = 16u;
const HAS_LIGHTMAP: u32 = 32u;
// What is lit although its normal faces away: leaves, and varnish whose normals are its own.
const LIT_FROM_BEHIND: u32 = HAS_CLEARCOAT | HAS_DIFFUSE_TRANSMISSION;

// A point of a surface, ready to be lit.
struct Shading {
    position: vec3f,
    // Unit length; turned towards the eye's side.
    normal: vec3f,
    // Towards the eye, unit length.
    view: vec3f,
    n_dot_v: f32,
    diffuse: vec3f,
    // Reflectance at normal incidence.
    f0: vec3f,
    // Reflectance at grazing angles.
    f90: f32,
    // The part of light from everywhere that what is not metal lets in, at grazing angles less than at normal incidence.
    dielectric_f0: f32,
    dielectric_f90: f32,
    // Perceptual.
    roughness: f32,
    // Square of the perceptual roughness.
    alpha: f32,
    // Scale and bias of `f0` in the light that a white sky reflects once.
    split_sum: vec2f,
    // What direct specular light gains because single scattering loses energy between facets.
    multi_scatter: vec3f,
    // How much of the surroundings is open, by the occlusion map and by what is near on the screen.
    ambient: f32,
    // The same by what is near on the screen alone.
    openness: f32,
    // Along and across the brushing, unit length, and how rough along; across it is `alpha`.
    along: vec3f,
    across: vec3f,
    alpha_along: f32,
    // 0 is no varnish.
    coat: f32,
    coat_normal: vec3f,
    coat_roughness: f32,
    coat_n_dot_v: f32,
    // Of fibres; black is none.
    sheen: vec3f,
    sheen_roughness: f32,
    // What fibres throw back of light from everywhere, for a white `sheen`.
    sheen_albedo: f32,
    // Diffuse light that goes on to the other side.
    through: vec3f,
}

// Light that leaves towards the eye.
struct Reflected {
    diffuse: vec3f,
    specular: vec3f,
    // From on top of the surface: varnish and fibres.
    above: vec3f,
}

fn add_reflected(a: Reflected, b: Reflected) -> Reflected {
    return Reflected(a.diffuse + b.diffuse, a.specular + b.specular, a.above + b.above);
}

fn largest(v: vec3f) -> f32 {
    return max(v.x, max(v.y, v.z));
}

// GGX of different roughness along and across (Burley, SIGGRAPH 2012), with its masking (Heitz, JCGT 3(2), 2014).
fn brushed_lobe(s: Shading, halfway: vec3f, to_light: vec3f, n_dot_h: f32, n_dot_l: f32) -> f32 {
    let a = vec2f(s.alpha_along, s.alpha);
    let product = a.x * a.y;
    let h = vec3f(a.y * dot(s.along, halfway), a.x * dot(s.across, halfway), product * n_dot_h);
    let w = product / dot(h, h);
    let v = n_dot_l * length(vec3f(a * vec2f(dot(s.along, s.view), dot(s.across, s.view)), s.n_dot_v));
    let l = s.n_dot_v * length(vec3f(a * vec2f(dot(s.along, to_light), dot(s.across, to_light)), n_dot_l));
    return product * w * w / PI * 0.5 / max(v + l, 1e-5);
}

fn reflect_direct(s: Shading, to_light: vec3f, irradiance: vec3f) -> Reflected {
    let cosine = dot(s.normal, to_light);
    let n_dot_l = saturate(cosine);
    let halfway = normalize(to_light + s.view);
    let n_dot_h = saturate(dot(s.normal, halfway));
    let v_dot_h = saturate(dot(s.view, halfway));
    let fresnel = fresnel_schlick(s.f0, s.f90, v_dot_h);
    var lobe: f32;
    if (EXTRAS & HAS_ANISOTROPY) != 0u {
        lobe = brushed_lobe(s, halfway, to_light, n_dot_h, n_dot_l);
    } else {
        lobe = distribution_ggx(n_dot_h, s.alpha) * visibility_smith(n_dot_l, s.n_dot_v, s.alpha);
    }
    let light = irradiance * n_dot_l;
    let entering = 1.0 - mix(s.dielectric_f0, s.dielectric_f90, to_fifth(1.0 - v_dot_h));
    var out = Reflected(light * s.diffuse * entering / PI, light * fresnel * lobe * s.multi_scatter, vec3f(0.0));
    if (EXTRAS & HAS_DIFFUSE_TRANSMISSION) != 0u {
        out.diffuse += irradiance * saturate(-cosine) * s.through / PI;
    }
    if (EXTRAS & HAS_SHEEN) != 0u {
        let fibres = distribution_charlie(n_dot_h, s.sheen_roughness) * visibility_fibres(n_dot_l, s.n_dot_v);
        out.above += light * s.sheen * fibres;
    }
    if (EXTRAS & HAS_CLEARCOAT) != 0u {
        let coat_n_dot_l = saturate(dot(s.coat_normal, to_light));
        let alpha = s.coat_roughness * s.coat_roughness;
        let coat_lobe = distribution_ggx(saturate(dot(s.coat_normal, halfway)), alpha)
            * visibility_smith(coat_n_dot_l, s.coat_n_dot_v, alpha);
        let mirrored = 0.04 + 0.96 * to_fifth(1.0 - v_dot_h);
        out.above += irradiance * coat_n_dot_l * s.coat * mirrored * coat_lobe;
    }
    return out;
}

// What of the light below the varnish and the fibres comes out through them.
fn below_layers(s: Shading) -> f32 {
    var part = 1.0;
    if (EXTRAS & HAS_SHEEN) != 0u {
        part *= 1.0 - largest(s.sheen) * s.sheen_albedo;
    }
    if (EXTRAS & HAS_CLEARCOAT) != 0u {
        part *= 1.0 - s.coat * (0.04 + 0.96 * to_fifth(1.0 - s.coat_n_dot_v));
    }
    return part;
}

// Reflectance at the border of two media, for light of any polarisation at an angle.
fn fresnel_border(eta: f32, cosine: f32) -> vec2f {
    let sine_squared = (1.0 - cosine * cosine) / (eta * eta);
    if sine_squared >= 1.0 {
        return vec2f(1.0);
    }
    let inner = sqrt(1.0 - sine_squared);
    let s = (cosine - eta * inner) / (cosine + eta * inner);
    let p = (eta * cosine - inner) / (eta * cosine + inner);
    return vec2f(s * s, p * p);
}

// The spectrum of a phase shift as the eye sees it, in linear sRGB: Gaussians for the CIE curves (Belcour & Barla, SIGGRAPH 2017).
fn seen_interference(path_nm: f32) -> vec3f {
    let phase = 2.0 * PI * path_nm * 1.0e-9;
    let value = vec3f(5.4856e-13, 4.4201e-13, 5.2481e-13);
    let position = vec3f(1.6810e6, 1.7953e6, 2.2084e6);
    let variance = vec3f(4.3278e9, 9.3046e9, 6.6121e9);
    var xyz = value * sqrt(2.0 * PI * variance) * cos(position * phase) * exp(-phase * phase * variance);
    xyz.x += 9.7470e-14 * sqrt(2.0 * PI * 4.5282e9) * cos(2.2399e6 * phase) * exp(-4.5282e9 * phase * phase);
    xyz /= 1.0685e-7;
    return vec3f(
        dot(vec3f(3.2404542, -1.5371385, -0.4985314), xyz),
        dot(vec3f(-0.9692660, 1.8760108, 0.0415560), xyz),
        dot(vec3f(0.0556434, -0.2040259, 1.0572252), xyz),
    );
}

// What a thin film on a base with reflectance `f0` mirrors (KHR_materials_iridescence), as the reflectance at normal incidence that Schlick's
// approximation needs to give the same at this angle.
fn film_f0(cosine: f32, film_ior: f32, thickness_nm: f32, f0: vec3f) -> vec3f {
    // A film of no thickness is none.
    let eta = mix(1.0, film_ior, smoothstep(0.0, 30.0, thickness_nm));
    let inner = sqrt(max(1.0 - (1.0 - cosine * cosine) / (eta * eta), 0.0));
    let top = dot(fresnel_border(eta, cosine), vec2f(0.5));
    let through = 1.0 - top;
    // The base as the film meets it: its index from its reflectance in air.
    let root = sqrt(clamp(f0, vec3f(0.0), vec3f(0.9999)));
    let base = (1.0 + root) / (1.0 - root) / eta;
    let base_f0 = ((base - 1.0) / (base + 1.0)) * ((base - 1.0) / (base + 1.0));
    let bottom = fresnel_schlick(base_f0, 1.0, inner);
    // Half a wave is lost where light meets what is denser.
    let shift = select(vec3f(0.0), vec3f(PI), base > vec3f(1.0)) + select(0.0, PI, eta < 1.0);
    let path = 2.0 * eta * thickness_nm * inner;
    let both = clamp(top * bottom, vec3f(1e-5), vec3f(0.9999));
    let amplitude = sqrt(both);
    let steady = through * through * bottom / (1.0 - both);
    var sum = vec3f(top) + steady;
    var order = steady - through;
    for (var m = 1; m <= 2; m++) {
        order *= amplitude;
        let turns = f32(m);
        // All channels share the path, their phases differ by the base alone: cos(a + b) for b of 0 or π is ± cos a.
        let sign = select(vec3f(1.0), vec3f(-1.0), cos(turns * shift) < vec3f(0.0));
        sum += order * 2.0 * seen_interference(turns * path) * sign;
    }
    let mirrored = clamp(sum, vec3f(0.0), vec3f(1.0));
    let edge = to_fifth(1.0 - cosine);
    return clamp((mirrored - edge) / max(1.0 - edge, 1e-3), vec3f(0.0), vec3f(1.0));
}
