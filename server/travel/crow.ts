import { CROW } from './constants.ts';

/** Kilometres by road and A1 minutes of a straight line, not rounded. Source: routing rules, section 5. */
export function crowEstimate(crowKm: number): { roadKm: number; minutes: number } {
  const { near, nearKm, far, farKm } = CROW.detour;
  const share = Math.min(1, Math.max(0, (crowKm - nearKm) / (farKm - nearKm)));
  const roadKm = crowKm * (near + share * (far - near));
  let minutes: number = CROW.interceptMinutes;
  let left = roadKm;
  for (const { km, kmh } of CROW.speeds) {
    const part = Math.min(left, km);
    minutes += (part / kmh) * 60;
    left -= part;
  }
  return { roadKm, minutes };
}
