// Starts and ends the workers of functions, in an origin of its own and under a policy of its own. It is loaded once: a
// worker that starts later needs no network.
const workers = new Map()
let url
addEventListener('message', ({ source, data: { host, start, end, core, codes }, ports: [port] }) => {
  if (source !== parent) return
  if (host !== undefined) {
    url = URL.createObjectURL(new Blob([host], { type: 'text/javascript' }))
    port.postMessage('ready')
  } else if (start !== undefined) {
    const worker = new Worker(url)
    worker.onerror = (event) => event.preventDefault()
    worker.postMessage({ core, codes, port }, [core, port])
    workers.set(start, worker)
  } else {
    workers.get(end)?.terminate()
    workers.delete(end)
  }
})
