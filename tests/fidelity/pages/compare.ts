// Two pictures in, how different they look out.

import { flip, type Planes } from "./flip";

export interface Comparison {
  /** Mean over all pixels, 0 to 1. */
  mean: number;
  /** Over those where the model is. */
  modelMean: number;
  /** Of the picture that the model covers, 0 to 1. */
  modelPart: number;
  /** Bright where the pictures differ, as a data URL. */
  difference: string;
}

declare global {
  interface Window {
    comparePictures?: (reference: string, test: string, mask: string) => Promise<Comparison>;
  }
}

async function pixelsOf(url: string): Promise<ImageData> {
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height);
}

function planesOf({ width, height, data }: ImageData): Planes {
  const plane = (channel: number) => Float32Array.from({ length: width * height }, (_, at) => data[at * 4 + channel]! / 255);
  return { width, height, channels: [plane(0), plane(1), plane(2)] };
}

/** Black, violet, orange, pale yellow. */
const SCALE = [[0, 0, 4], [101, 21, 110], [229, 92, 48], [252, 255, 164]] as const;

function colourOf(value: number): [number, number, number] {
  const place = Math.min(Math.max(value, 0), 1) * (SCALE.length - 1);
  const at = Math.min(Math.floor(place), SCALE.length - 2);
  const [from, to] = [SCALE[at]!, SCALE[at + 1]!];
  return [0, 1, 2].map((axis) => from[axis]! + (to[axis]! - from[axis]!) * (place - at)) as [number, number, number];
}

function pictureOf(values: Float32Array, width: number, height: number): string {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d")!;
  const image = context.createImageData(width, height);
  values.forEach((value, at) => image.data.set([...colourOf(value), 255], at * 4));
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}

/** What the paper promises of the metric, checked before anybody believes a number. */
function proveMetric(): void {
  const plain = (value: number): Planes => {
    const plane = () => new Float32Array(24 * 24).fill(value);
    return { width: 24, height: 24, channels: [plane(), plane(), plane()] };
  };
  const mean = (a: number, b: number) => flip(plain(a), plain(b)).reduce((sum, value) => sum + value, 0) / (24 * 24);
  const [same, most, little] = [mean(0.4, 0.4), mean(0, 1), mean(0.5, 0.52)];
  if (same > 1e-6 || most < 0.95 || most > 1 || little <= 0 || little > 0.1) throw new Error(`the metric is wrong: ${same}, ${most}, ${little}`);
}

window.comparePictures = async (reference, test, mask) => {
  proveMetric();
  const [a, b, cover] = await Promise.all([reference, test, mask].map(pixelsOf)) as [ImageData, ImageData, ImageData];
  if (a.width !== b.width || a.height !== b.height) throw new Error(`${a.width} × ${a.height} cannot be compared with ${b.width} × ${b.height}`);
  const values = flip(planesOf(a), planesOf(b));
  let [sum, modelSum, modelCount] = [0, 0, 0];
  values.forEach((value, at) => {
    sum += value;
    if (cover.data[at * 4 + 3]! < 128) return;
    modelSum += value;
    modelCount++;
  });
  return { mean: sum / values.length, modelMean: modelSum / Math.max(modelCount, 1), modelPart: modelCount / values.length, difference: pictureOf(values, a.width, a.height) };
};
document.documentElement.dataset.phase = "inside";
