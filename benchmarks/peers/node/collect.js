// Collects garbage on SIGUSR2, so that what remains can be measured; with `--expose-gc` only.
process.on('SIGUSR2', () => globalThis.gc?.());
