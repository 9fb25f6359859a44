/** The language server's process, as the system sees it. Linux only, as the browser-hosted editor is. */
import fs from 'node:fs'
import path from 'node:path'

/** Processes below the editor's server that run our language server. */
export function languageServers(serverPid) {
  const parents = new Map()
  const servers = []
  for (const entry of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      const status = fs.readFileSync(`/proc/${entry}/status`, 'utf8')
      parents.set(Number(entry), Number(/^PPid:\s*(\d+)/m.exec(status)[1]))
      const words = fs.readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0')
      if (/^State:\s*Z/m.test(status)) continue
      if (words.some((word) => word.endsWith(path.join('dist', 'language-server.js')))) servers.push(Number(entry))
    } catch {
      // It ended while it was looked at.
    }
  }
  const isBelow = (pid) => {
    for (let at = pid; at > 1; at = parents.get(at) ?? 0) if (at === serverPid) return true
    return false
  }
  return servers.filter(isBelow)
}

/** Network sockets that a process holds: `tcp`, `udp` … with the inode. Pipes and local sockets are none. */
export function networkSockets(pid) {
  const inodes = new Set()
  for (const descriptor of fs.readdirSync(`/proc/${pid}/fd`)) {
    try {
      const inode = /^socket:\[(\d+)\]$/.exec(fs.readlinkSync(`/proc/${pid}/fd/${descriptor}`))?.[1]
      if (inode) inodes.add(inode)
    } catch {
      // It was closed while it was looked at.
    }
  }
  return ['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6'].flatMap((kind) =>
    fs.readFileSync(`/proc/${pid}/net/${kind}`, 'utf8').split('\n').slice(1)
      .map((line) => line.trim().split(/\s+/)[9])
      .filter((inode) => inodes.has(inode))
      .map((inode) => `${kind} ${inode}`))
}

/** Processes that a process has started. */
export function children(pid) {
  return fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
}
