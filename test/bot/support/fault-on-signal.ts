/** Loaded before the service by a test: makes it meet, on a signal, faults that nobody expects. */
process.on('SIGUSR2', () => {
  setImmediate(() => {
    throw new Error('the phone 13800138000 of a person is in here');
  });
});
process.on('SIGWINCH', () => {
  void Promise.reject(new Error('the phone 13800138000 of a person is in here'));
});
