/**
 * Water that Natural Earth counts as land: the IJssel lake, the Marker lake, the Ketel lake and the border lakes. Drawn by hand
 * (latitude, longitude) from own knowledge of the shores, to about 500 m; some points lie inland of a coarse province border
 * on purpose, so that no rim of land is left.
 */
import type { MultiPolygon, Point } from './packages.ts';

/** Clockwise from Den Oever: the Barrier Dam, Friesland, the Noordoostpolder, Flevoland, and back along North Holland. */
const IJSSEL_AND_MARKER_LAKE = [
  [52.937, 5.05],
  [53.07, 5.333],
  [53.1, 5.385],
  [53.055, 5.395],
  [53.02, 5.405],
  [52.97, 5.41],
  [52.943, 5.396],
  [52.91, 5.385],
  [52.885, 5.352],
  [52.862, 5.38],
  [52.851, 5.47],
  [52.838, 5.53],
  [52.845, 5.6],
  [52.842, 5.69],
  [52.833, 5.7],
  [52.805, 5.605],
  [52.74, 5.598],
  [52.664, 5.587],
  [52.64, 5.62],
  [52.622, 5.67],
  [52.628, 5.76],
  [52.617, 5.84],
  [52.59, 5.855],
  [52.578, 5.77],
  [52.598, 5.65],
  [52.583, 5.55],
  [52.55, 5.46],
  [52.52, 5.43],
  [52.49, 5.4],
  [52.445, 5.29],
  [52.42, 5.225],
  [52.39, 5.145],
  [52.355, 5.125],
  [52.333, 5.135],
  [52.325, 5.11],
  [52.335, 5.065],
  [52.347, 5.03],
  [52.365, 5.015],
  [52.38, 5.005],
  [52.4, 5.03],
  [52.42, 5.075],
  [52.44, 5.075],
  [52.448, 5.105],
  [52.462, 5.14],
  [52.47, 5.11],
  [52.463, 5.07],
  [52.458, 5.045],
  [52.475, 5.05],
  [52.495, 5.08],
  [52.52, 5.075],
  [52.555, 5.045],
  [52.6, 5.03],
  [52.632, 5.04],
  [52.635, 5.075],
  [52.628, 5.13],
  [52.63, 5.19],
  [52.66, 5.24],
  [52.695, 5.3],
  [52.72, 5.29],
  [52.76, 5.22],
  [52.768, 5.14],
  [52.778, 5.115],
  [52.81, 5.12],
  [52.845, 5.11],
  [52.89, 5.1],
  [52.925, 5.05],
] as const;

/** Clockwise from the Hollandse Brug along Flevoland to Roggebot, and back along the old land. */
const BORDER_LAKES = [
  [52.338, 5.125],
  [52.327, 5.19],
  [52.322, 5.225],
  [52.305, 5.27],
  [52.283, 5.33],
  [52.276, 5.41],
  [52.266, 5.46],
  [52.29, 5.508],
  [52.33, 5.535],
  [52.342, 5.585],
  [52.366, 5.625],
  [52.395, 5.675],
  [52.425, 5.735],
  [52.458, 5.805],
  [52.51, 5.832],
  [52.556, 5.843],
  [52.59, 5.835],
  [52.6, 5.858],
  [52.55, 5.86],
  [52.508, 5.85],
  [52.452, 5.825],
  [52.415, 5.745],
  [52.385, 5.69],
  [52.352, 5.63],
  [52.332, 5.6],
  [52.308, 5.56],
  [52.28, 5.52],
  [52.252, 5.475],
  [52.262, 5.41],
  [52.266, 5.345],
  [52.275, 5.29],
  [52.298, 5.24],
  [52.308, 5.19],
  [52.322, 5.14],
  [52.327, 5.11],
] as const;

/** The Wadden Sea along the Barrier Dam, which Natural Earth draws several kilometres wide. */
const OFF_THE_BARRIER_DAM = [
  [52.95, 5.045],
  [53.01, 5.175],
  [53.081, 5.323],
  [53.118, 5.38],
  [53.17, 5.3],
  [53, 4.97],
] as const;

/** The lakes as polygons, longitude first. */
export function lakes(): MultiPolygon {
  return [IJSSEL_AND_MARKER_LAKE, BORDER_LAKES, OFF_THE_BARRIER_DAM].map((ring) => {
    const points = ring.map(([lat, lon]): Point => [lon, lat]);
    return [[...points, points[0] ?? [0, 0]]];
  });
}
