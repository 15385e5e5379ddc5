// A panorama of light from all around, small and the same on every machine: a pale room with a bright ceiling and two soft boxes.

const WIDTH = 64;
const HEIGHT = 32;

function light(longitude: number, latitude: number): number {
  if (latitude > 1.1) return 3;
  const isBox = [0.9, -1.7].some((middle) => Math.abs(longitude - middle) < 0.35) && Math.abs(latitude - 0.35) < 0.3;
  if (isBox) return 6;
  return 0.35 + 0.35 * Math.max(0, Math.sin(latitude));
}

/** Radiance HDR, each pixel as red, green, blue and a common exponent, not run-length coded. */
export function roomPanorama(width = WIDTH, height = HEIGHT): Buffer {
  const head = Buffer.from(`#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y ${height} +X ${width}\n`);
  const pixels = Buffer.alloc(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = light(((x + 0.5) / width - 0.5) * 2 * Math.PI, (0.5 - (y + 0.5) / height) * Math.PI);
      const exponent = Math.ceil(Math.log2(value) + 1e-6);
      const byte = (part: number) => Math.min(255, Math.floor(((value * part) / 2 ** exponent) * 256));
      pixels.set([byte(1), byte(0.98), byte(0.95), exponent + 128], (y * width + x) * 4);
    }
  }
  return Buffer.concat([head, pixels]);
}
