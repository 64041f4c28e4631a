// What a trace of Chromium says of each frame of the page.
export const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'disabled-by-default-devtools.timeline.frame', 'v8'];

// As the tools of the browser count it: with the collection of garbage, and with a layout that a script forces.
const SCRIPT = new Set(['EvaluateScript', 'FunctionCall', 'EventDispatch', 'FireAnimationFrame', 'FireIdleCallback', 'TimerFire', 'RunMicrotasks', 'v8.callFunction', 'v8.evaluateModule', 'MinorGC', 'MajorGC']);
const LAYOUT = new Set(['Layout', 'UpdateLayoutTree']);

// All times in ms. A frame begins where the main thread begins to make it, and takes in what happens until the next.
export function framesOf({ traceEvents }) {
  const main = mainThread(traceEvents);
  const begins = main.filter(({ name }) => name === 'BeginMainThreadFrame').map(({ ts }) => ts);
  const script = outermost(main.filter(({ name, ph }) => ph === 'X' && SCRIPT.has(name)));
  const forced = main.filter(({ name, ph, ts }) => ph === 'X' && LAYOUT.has(name) && script.some((work) => ts > work.ts && ts < work.ts + work.dur));
  return {
    seconds: (begins.at(-1) - begins[0]) / 1e6,
    script: perFrame(begins, script, ({ dur }) => dur),
    processor: perFrame(begins, script, ({ tdur, dur }) => tdur ?? dur),
    main: perFrame(begins, main.filter(({ name }) => name === 'RunTask'), ({ dur }) => dur),
    forced: forced.length,
  };
}

// There may be more renderers than the page's.
function mainThread(events) {
  const threads = events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const of = ({ pid, tid }) => events.filter((event) => event.pid === pid && event.tid === tid);
  return threads.map(of).toSorted((a, b) => b.length - a.length)[0].toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
}

function outermost(sorted) {
  let end = 0;
  return sorted.filter(({ ts, dur }) => {
    if (ts < end) return false;
    end = ts + dur;
    return true;
  });
}

function perFrame(begins, work, time) {
  const sums = begins.slice(1).map(() => 0);
  let frame = 0;
  for (const event of work) {
    if (event.ts < begins[0]) continue;
    while (event.ts >= begins[frame + 1]) frame++;
    if (frame >= sums.length) break;
    sums[frame] += time(event) / 1000;
  }
  return sums;
}
