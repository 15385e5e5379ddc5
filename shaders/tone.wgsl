// Curves from light to what a screen can show.

// 0 Khronos PBR Neutral, 1 ACES, 2 AgX, 3 none.
override CURVE: u32 = 0u;

// Khronos PBR Neutral: colours below 0.8 stay what they are, brighter ones bend towards white (Khronos 3D Commerce, 2024).
fn neutral(light: vec3f) -> vec3f {
    let start = 0.8 - 0.04;
    let desaturation = 0.15;
    let least = min(light.r, min(light.g, light.b));
    let offset = select(0.04, least - 6.25 * least * least, least < 0.08);
    let color = light - offset;
    let peak = max(color.r, max(color.g, color.b));
    if peak < start {
        return color;
    }
    let d = 1.0 - start;
    let new_peak = 1.0 - d * d / (peak + d - start);
    let g = 1.0 - 1.0 / (desaturation * (peak - new_peak) + 1.0);
    return mix(color * new_peak / peak, vec3f(new_peak), g);
}

// The film curve of the Academy, as fitted by Stephen Hill (2016).
fn aces(light: vec3f) -> vec3f {
    let into = mat3x3f(
        vec3f(0.59719, 0.07600, 0.02840), vec3f(0.35458, 0.90834, 0.13383), vec3f(0.04823, 0.01566, 0.83777),
    );
    let out = mat3x3f(
        vec3f(1.60475, -0.10208, -0.00327), vec3f(-0.53108, 1.10813, -0.07276), vec3f(-0.07367, -0.00605, 1.07602),
    );
    let v = into * (light / 0.6);
    return out * ((v * (v + 0.0245786) - 0.000090537) / (v * (0.983729 * v + 0.4329510) + 0.238081));
}

// Troy Sobotka's AgX, its curve as a polynomial (Benjamin Wrensch, 2023).
fn agx(light: vec3f) -> vec3f {
    let into = mat3x3f(
        vec3f(0.842479062, 0.042328242, 0.042375655),
        vec3f(0.0784336, 0.878468636, 0.0784336),
        vec3f(0.079223745, 0.079166127, 0.879142974),
    );
    let out = mat3x3f(
        vec3f(1.196879005, -0.052896852, -0.052971636),
        vec3f(-0.098020881, 1.151903130, -0.098043450),
        vec3f(-0.099029744, -0.098961177, 1.151073673),
    );
    let x = saturate((log2(max(into * light, vec3f(1e-10))) + 12.47393) / 16.5);
    let x2 = x * x;
    let x4 = x2 * x2;
    let curve = 15.5 * x4 * x2 - 40.14 * x4 * x + 31.96 * x4 - 6.868 * x2 * x + 0.4298 * x2 + 0.1191 * x - 0.00232;
    return pow(max(out * curve, vec3f(0.0)), vec3f(2.2));
}

fn toned(light: vec3f) -> vec3f {
    if CURVE == 1u {
        return aces(light);
    }
    if CURVE == 2u {
        return agx(light);
    }
    if CURVE == 3u {
        return light;
    }
    return neutral(light);
}

fn srgb(linear: vec3f) -> vec3f {
    let c = saturate(linear);
    return select(1.055 * pow(c, vec3f(1.0 / 2.4)) - 0.055, 12.92 * c, c <= vec3f(0.0031308));
}

// Noise of one step of eight bits, without visible grain (Jimenez, SIGGRAPH 2014), so that gradients don't band.
fn dither(at: vec2f) -> f32 {
    return (fract(52.9829189 * fract(dot(at, vec2f(0.06711056, 0.00583715)))) - 0.5) / 255.0;
}
