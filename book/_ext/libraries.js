// What the live figures use of the libraries of others; bundled as live/libraries.js.
import { deviation, mean, quantileSorted } from "d3-array";
import { randomLcg, randomNormal } from "d3-random";
import { levenbergMarquardt } from "ml-levenberg-marquardt";
import { Matrix, SVD } from "ml-matrix";
orbitronics.libraries = { deviation, mean, quantileSorted, randomLcg, randomNormal, levenbergMarquardt, Matrix, SVD };
