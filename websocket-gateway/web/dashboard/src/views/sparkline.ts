/** The small line of a row, drawn on a canvas. */

import { colour } from "./colours.ts";

/** Draws the trail into the whole canvas; its size is given by the style sheet and fixed. */
export function drawSparkline(canvas: HTMLCanvasElement, trail: readonly number[], width: number, height: number): void {
  const ratio = Math.min(devicePixelRatio || 1, 2);
  const pixelWidth = Math.round(width * ratio);
  if (canvas.width !== pixelWidth) {
    canvas.width = pixelWidth;
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const first = trail[0];
  const last = trail.at(-1);
  if (first === undefined || last === undefined || trail.length < 2) return;
  let low = first;
  let high = first;
  for (const value of trail) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const span = high - low || 1;
  const pad = 2;
  const step = (width - 2 * pad - 1) / (trail.length - 1);
  context.beginPath();
  for (let i = 0; i < trail.length; i++) {
    const y = pad + (1 - (trail[i]! - low) / span) * (height - 2 * pad);
    if (i === 0) context.moveTo(pad, y);
    else context.lineTo(pad + i * step, y);
  }
  context.lineWidth = 1.4;
  context.lineJoin = "round";
  context.strokeStyle = colour(last >= first ? "--up" : "--down");
  context.stroke();
  const endY = pad + (1 - (last - low) / span) * (height - 2 * pad);
  context.beginPath();
  context.arc(width - pad - 1, endY, 1.8, 0, 2 * Math.PI);
  context.fillStyle = context.strokeStyle;
  context.fill();
}
