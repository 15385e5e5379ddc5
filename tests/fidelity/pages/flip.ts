// How different two pictures look to somebody who flips between them: the metric FLIP for low dynamic range, after P. Andersson,
// J. Nilsson, T. Akenine-Möller, M. Oskarsson, K. Åström, M. D. Fairchild: "FLIP: A Difference Evaluator for Alternating Images" (2020).

/** Red, green and blue, each from 0 to 1, one float a pixel. */
export interface Planes {
  width: number;
  height: number;
  channels: [Float32Array, Float32Array, Float32Array];
}

/** 0.7 m away from a screen 0.7 m wide with 3840 pixels. */
const PIXELS_PER_DEGREE = (0.7 * 3840 * Math.PI) / (0.7 * 180);

const WHITE: Triple = [0.950428545, 1, 1.088900371];

type Triple = [number, number, number];

const linear = (value: number) => (value > 0.04045 ? ((value + 0.055) / 1.055) ** 2.4 : value / 12.92);

function xyz([r, g, b]: Triple): Triple {
  return [
    0.4124564 * r + 0.3575761 * g + 0.1804375 * b,
    0.2126729 * r + 0.7151522 * g + 0.072175 * b,
    0.0193339 * r + 0.119192 * g + 0.9503041 * b,
  ];
}

function rgbOfXyz([x, y, z]: Triple): Triple {
  return [
    3.2404542 * x - 1.5371385 * y - 0.4985314 * z,
    -0.969266 * x + 1.8760108 * y + 0.041556 * z,
    0.0556434 * x - 0.2040259 * y + 1.0572252 * z,
  ];
}

/** A space whose axes the eye sees at different sharpness: brightness, red to green, blue to yellow. */
function opponent(rgb: Triple): Triple {
  const [x, y, z] = xyz(rgb).map((value, axis) => value / WHITE[axis]!) as Triple;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function rgbOfOpponent([y0, cx, cz]: Triple): Triple {
  const y = (y0 + 16) / 116;
  return rgbOfXyz([(y + cx / 500) * WHITE[0], y * WHITE[1], (y - cz / 200) * WHITE[2]]);
}

/** CIELab, its colours fainter in the dark (Hunt). */
function huntLab(rgb: Triple): Triple {
  const f = (value: number) => (value > (6 / 29) ** 3 ? Math.cbrt(value) : value / (3 * (6 / 29) ** 2) + 4 / 29);
  const [x, y, z] = xyz(rgb).map((value, axis) => f(value / WHITE[axis]!)) as Triple;
  const lightness = 116 * y - 16;
  return [lightness, 0.01 * lightness * 500 * (x - y), 0.01 * lightness * 200 * (y - z)];
}

const hyab = (a: Triple, b: Triple) => Math.abs(a[0] - b[0]) + Math.hypot(a[1] - b[1], a[2] - b[2]);

/** The largest difference that two colours of a screen can have. */
const MOST = hyab(huntLab([0, 1, 0]), huntLab([0, 0, 1])) ** 0.7;

/** Small differences are spread out over most of the scale. */
function redistributed(difference: number): number {
  const powered = difference ** 0.7;
  const [part, share] = [0.4, 0.95];
  const border = part * MOST;
  return powered < border ? (share / border) * powered : share + ((powered - border) / (MOST - border)) * (1 - share);
}

/** Two sums of Gaussians, as the eye's contrast sensitivity is for each axis: weight and width. */
const SENSITIVITY: [number, number][][] = [[[1, 0.0047]], [[1, 0.0053]], [[34.1, 0.04], [13.5, 0.025]]];

function blurKernel(terms: [number, number][]): { radius: number; weights: Float32Array } {
  const radius = Math.ceil(3 * Math.sqrt(0.04 / (2 * Math.PI ** 2)) * PIXELS_PER_DEGREE);
  const side = 2 * radius + 1;
  const weights = new Float32Array(side * side);
  for (let y = -radius; y <= radius; y++) {
    for (let x = -radius; x <= radius; x++) {
      const squared = (x * x + y * y) / PIXELS_PER_DEGREE ** 2;
      weights[(y + radius) * side + x + radius] = terms.reduce((sum, [a, b]) => sum + a * Math.sqrt(Math.PI / b) * Math.exp((-(Math.PI ** 2) * squared) / b), 0);
    }
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { radius, weights: weights.map((weight) => weight / total) };
}

/** Beyond its edge a picture goes on as it ends. */
function convolve(plane: Float32Array, { width, height }: Planes, radius: number, weights: Float32Array): Float32Array {
  const side = 2 * radius + 1;
  const out = new Float32Array(plane.length);
  const clamp = (value: number, most: number) => Math.min(Math.max(value, 0), most);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let dy = -radius; dy <= radius; dy++) {
        const row = clamp(y + dy, height - 1) * width;
        const at = (dy + radius) * side + radius;
        for (let dx = -radius; dx <= radius; dx++) sum += weights[at + dx]! * plane[row + clamp(x + dx, width - 1)]!;
      }
      out[y * width + x] = sum;
    }
  }
  return out;
}

function perceived(picture: Planes): { lab: Triple[]; brightness: Float32Array } {
  const count = picture.width * picture.height;
  const axes = [0, 1, 2].map(() => new Float32Array(count));
  const brightness = new Float32Array(count);
  for (let at = 0; at < count; at++) {
    const space = opponent(picture.channels.map((channel) => linear(channel[at]!)) as Triple);
    space.forEach((value, axis) => (axes[axis]![at] = value));
    brightness[at] = (space[0] + 16) / 116;
  }
  const seen = axes.map((plane, axis) => {
    const { radius, weights } = blurKernel(SENSITIVITY[axis]!);
    return convolve(plane, picture, radius, weights);
  });
  const clamp = (value: number) => Math.min(Math.max(value, 0), 1);
  const lab = Array.from({ length: count }, (_, at) => huntLab(rgbOfOpponent([seen[0]![at]!, seen[1]![at]!, seen[2]![at]!]).map(clamp) as Triple));
  return { lab, brightness };
}

/** Positive and negative parts each add up to one. */
function balanced(weights: Float32Array): Float32Array {
  const positive = weights.reduce((sum, weight) => sum + Math.max(weight, 0), 0);
  const negative = -weights.reduce((sum, weight) => sum + Math.min(weight, 0), 0);
  return weights.map((weight) => weight / (weight > 0 ? positive : negative || 1));
}

/** How strong edges and points are, as wide as the eye's detectors for them. */
function features(brightness: Float32Array, size: Planes): { edges: Float32Array; points: Float32Array } {
  const deviation = 0.5 * 0.082 * PIXELS_PER_DEGREE;
  const radius = Math.ceil(3 * deviation);
  const side = 2 * radius + 1;
  const [edge, point] = [new Float32Array(side * side), new Float32Array(side * side)];
  const turned = (weights: Float32Array) => weights.map((_, at) => weights[(at % side) * side + Math.floor(at / side)]!);
  for (let y = -radius; y <= radius; y++) {
    for (let x = -radius; x <= radius; x++) {
      const gauss = Math.exp(-(x * x + y * y) / (2 * deviation ** 2));
      edge[(y + radius) * side + x + radius] = -x * gauss;
      point[(y + radius) * side + x + radius] = ((x * x) / deviation ** 2 - 1) * gauss;
    }
  }
  const strength = (weights: Float32Array) => {
    const across = balanced(weights);
    const [dx, dy] = [convolve(brightness, size, radius, across), convolve(brightness, size, radius, turned(across))];
    return dx.map((value, at) => Math.hypot(value, dy[at]!));
  };
  return { edges: strength(edge), points: strength(point) };
}

/** From 0 (the same) to 1 for every pixel. */
export function flip(reference: Planes, test: Planes): Float32Array {
  const [a, b] = [perceived(reference), perceived(test)];
  const [fa, fb] = [features(a.brightness, reference), features(b.brightness, test)];
  return a.brightness.map((_, at) => {
    const colour = redistributed(hyab(a.lab[at]!, b.lab[at]!));
    const edge = Math.abs(fa.edges[at]! - fb.edges[at]!);
    const point = Math.abs(fa.points[at]! - fb.points[at]!);
    const feature = (Math.max(edge, point) / Math.SQRT2) ** 0.5;
    return colour ** (1 - feature);
  });
}
