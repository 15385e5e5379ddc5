// What both renderers of three.js share: loading, light, camera, and what is known to make it fast.

import { AmbientLight, AnimationMixer, BatchedMesh, Box3, type BufferGeometry, DirectionalLight, Group, type Material, Mesh, type Object3D, PCFSoftShadowMap, PerspectiveCamera, PointLight, Scene, SpotLight, Vector3, type ShadowMapType } from "three";
import { GLTFLoader } from "three/addons/loaders/GLTFLoader.js";
import { MeshoptDecoder } from "three/addons/libs/meshopt_decoder.module.js";
import { direction, type Peer, type Shot } from "./stage";

export interface Hall {
  scene: Scene;
  camera: PerspectiveCamera;
  mixer: AnimationMixer | null;
  /** Names of nodes that an animation moves. */
  moving: Set<string>;
}

export async function loadHall(shot: Shot): Promise<Hall> {
  const gltf = await new GLTFLoader().setMeshoptDecoder(MeshoptDecoder).loadAsync(shot.sceneUrl);
  const scene = new Scene();
  scene.add(gltf.scene);
  if (shot.light === "plain") scene.add(new AmbientLight(0xffffff, 0.6));
  const camera = new PerspectiveCamera(shot.fovYDeg, innerWidth / innerHeight, 0.05, 400);
  camera.position.set(...shot.eye);
  const clip = gltf.animations[0];
  const mixer = clip ? new AnimationMixer(gltf.scene) : null;
  if (clip) mixer?.clipAction(clip).play();
  const tracks = gltf.animations.flatMap((animation) => animation.tracks.map((track) => track.name.split(".")[0] ?? ""));
  return { scene, camera, mixer, moving: new Set(tracks) };
}

/** One frame of it by whatever draws. */
export function peerOf(hall: Hall, shot: Shot, render: () => void, setSize: (width: number, height: number) => void): Peer {
  const [x, y, z] = shot.eye;
  return {
    draw(headingRad, seconds) {
      const [dx, dy, dz] = direction(headingRad);
      hall.camera.lookAt(x + dx, y + dy, z + dz);
      hall.mixer?.setTime(seconds);
      render();
    },
    resize(width, height) {
      hall.camera.aspect = width / height;
      hall.camera.updateProjectionMatrix();
      setSize(width, height);
    },
  };
}

/** Meshes that never move and hide nothing behind glass. */
function stillMeshes({ scene, moving }: Hall): Mesh<BufferGeometry, Material>[] {
  const found: Mesh<BufferGeometry, Material>[] = [];
  const visit = (object: Object3D) => {
    if (moving.has(object.name)) return;
    if (object instanceof Mesh && object.type === "Mesh" && !Array.isArray(object.material) && !object.material.transparent && !(object.material.transmission > 0)) found.push(object);
    object.children.forEach(visit);
  };
  visit(scene);
  return found;
}

/** Nothing that stands still is worked out again. */
function freeze(scene: Scene, meshes: Object3D[]): void {
  scene.updateMatrixWorld(true);
  for (const mesh of meshes) mesh.matrixAutoUpdate = false;
}

/** One BatchedMesh for each material and kind of vertex: a draw call each, where the device has multi-draw. */
export function batch(hall: Hall): void {
  const meshes = stillMeshes(hall);
  freeze(hall.scene, meshes);
  const groups = new Map<string, Mesh<BufferGeometry, Material>[]>();
  for (const mesh of meshes) {
    const { attributes, index } = mesh.geometry;
    const kinds = Object.entries(attributes).map(([name, { itemSize, array, normalized }]) => `${name}${itemSize}${array.constructor.name}${normalized}`);
    const key = [mesh.material.uuid, index !== null, ...kinds.sort()].join(" ");
    groups.set(key, [...(groups.get(key) ?? []), mesh]);
  }
  for (const members of groups.values()) {
    const [first] = members;
    if (!first) continue;
    const geometries = [...new Set(members.map((mesh) => mesh.geometry))];
    const sum = (count: (geometry: BufferGeometry) => number) => geometries.reduce((all, geometry) => all + count(geometry), 0);
    const batched = new BatchedMesh(members.length, sum((g) => g.getAttribute("position").count), sum((g) => g.index?.count ?? 0), first.material);
    batched.sortObjects = false;
    batched.perObjectFrustumCulled = false;
    const ids = new Map(geometries.map((geometry) => [geometry, batched.addGeometry(geometry)]));
    for (const mesh of members) {
      batched.setMatrixAt(batched.addInstance(ids.get(mesh.geometry) ?? 0), mesh.matrixWorld);
      mesh.removeFromParent();
    }
    hall.scene.add(batched);
  }
}

/** Everything that stands still goes below a group that the caller makes (`BundleGroup` of the WebGPU build). */
export function gather(hall: Hall, group: Group): void {
  const meshes = stillMeshes(hall);
  freeze(hall.scene, meshes);
  for (const mesh of meshes) group.attach(mesh);
  hall.scene.add(group);
}

const SUN_MAP_PX = 2048;
const LAMP_MAP_PX = 1024;
const LAMPS = 4;

/** Everything casts and takes shadows of the suns and of four lamps, and what lights it is the backdrop. Maps are drawn once where nothing moves. */
export function castShadows({ scene, mixer }: Hall, maps: { enabled: boolean; type: ShadowMapType | null; autoUpdate?: boolean; needsUpdate?: boolean }): void {
  maps.enabled = true;
  maps.type = PCFSoftShadowMap;
  scene.background = scene.environment;
  scene.backgroundBlurriness = 0.5;
  scene.updateMatrixWorld(true);
  const bounds = new Box3().setFromObject(scene);
  const radius = bounds.getSize(new Vector3()).length() / 2;
  let lamps = 0;
  scene.traverse((object) => {
    if (object instanceof Mesh) object.castShadow = object.receiveShadow = true;
    if (object instanceof DirectionalLight) {
      const reach = radius + bounds.getCenter(new Vector3()).distanceTo(object.getWorldPosition(new Vector3()));
      Object.assign(object.shadow.camera, { left: -reach, right: reach, top: reach, bottom: -reach, near: -reach, far: reach });
      object.shadow.mapSize.set(SUN_MAP_PX, SUN_MAP_PX);
      object.castShadow = true;
    } else if ((object instanceof SpotLight || object instanceof PointLight) && lamps < LAMPS) {
      lamps++;
      object.shadow.mapSize.set(LAMP_MAP_PX, LAMP_MAP_PX);
      object.castShadow = true;
    }
  });
  if (mixer === null && maps.autoUpdate !== undefined) {
    maps.autoUpdate = false;
    maps.needsUpdate = true;
  }
}
