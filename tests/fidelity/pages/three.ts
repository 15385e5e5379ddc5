// The model as three.js draws it, and where from.

import { AnimationMixer, Box3, EquirectangularReflectionMapping, NeutralToneMapping, PerspectiveCamera, PMREMGenerator, Scene, Sphere, Vector3, WebGLRenderer } from "three";
import { HDRLoader } from "three/addons/loaders/HDRLoader.js";
import { GLTFLoader } from "three/addons/loaders/GLTFLoader.js";

export interface View {
  eye: [number, number, number];
  target: [number, number, number];
  fovYDeg: number;
}

/** Pictures as data URLs. */
export interface Drawn {
  view: View;
  picture: string;
  /** Opaque where the model is. */
  mask: string;
}

declare global {
  interface Window {
    drawModel?: (modelUrl: string, panoramaUrl: string, view: View | null) => Promise<Drawn>;
  }
}

const FOV_Y_DEG = 45;

/** From in front, a little from above, so that all of it is in the picture. */
function viewOf(sphere: Sphere): View {
  const metres = (sphere.radius || 1) / Math.sin((FOV_Y_DEG * Math.PI) / 360);
  const pitch = 0.2;
  const eye = sphere.center.clone().add(new Vector3(0, Math.sin(pitch) * metres, Math.cos(pitch) * metres));
  return { eye: eye.toArray(), target: sphere.center.toArray(), fovYDeg: FOV_Y_DEG };
}

window.drawModel = async (modelUrl, panoramaUrl, given) => {
  const canvas = document.querySelector("canvas")!;
  const renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true, preserveDrawingBuffer: true });
  renderer.toneMapping = NeutralToneMapping;
  renderer.setSize(innerWidth, innerHeight, false);
  const [gltf, panorama] = await Promise.all([new GLTFLoader().loadAsync(modelUrl), new HDRLoader().loadAsync(panoramaUrl)]);
  panorama.mapping = EquirectangularReflectionMapping;
  const scene = new Scene();
  scene.add(gltf.scene);
  scene.environment = new PMREMGenerator(renderer).fromEquirectangular(panorama).texture;
  const clip = gltf.animations[0];
  if (clip) {
    const mixer = new AnimationMixer(gltf.scene);
    mixer.clipAction(clip).play();
    mixer.setTime(0);
  }
  scene.updateMatrixWorld(true);
  const box = new Box3().setFromObject(gltf.scene, true);
  const sphere = box.getBoundingSphere(new Sphere());
  const view = given ?? viewOf(sphere);
  const far = sphere.radius * 10 + new Vector3(...view.eye).distanceTo(sphere.center);
  const camera = new PerspectiveCamera(view.fovYDeg, innerWidth / innerHeight, far / 5000, far);
  camera.position.set(...view.eye);
  camera.lookAt(...view.target);
  renderer.setClearAlpha(0);
  renderer.render(scene, camera);
  const mask = canvas.toDataURL();
  scene.background = panorama;
  renderer.render(scene, camera);
  return { view, picture: canvas.toDataURL(), mask };
};
document.documentElement.dataset.phase = "inside";
