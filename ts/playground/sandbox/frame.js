// Starts the worker of a sandbox, in an origin of its own and under a policy of its own.
addEventListener(
  'message',
  ({ data: { host, core, codes }, ports: [port] }) => {
    const url = URL.createObjectURL(new Blob([host], { type: 'text/javascript' }))
    const worker = new Worker(url)
    worker.onerror = (event) => event.preventDefault()
    worker.postMessage({ core, codes, port }, [core, port])
  },
  { once: true },
)
