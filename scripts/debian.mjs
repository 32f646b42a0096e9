// Debian's packages, where tests need a program that is missing.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Installs a Debian package; why it could not, or undefined. */
export function install(name) {
  if (!existsSync('/usr/bin/apt-get')) return 'there is no apt-get to install it with. Install it by hand.'
  if (process.getuid() !== 0) return `root's rights are needed. Run: sudo apt-get install -y ${name}`
  console.error(`[setup] installing ${name}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0
  const options = ['-o', 'DPkg::Lock::Timeout=600', '-y', '-qq', '--no-install-recommends']
  apt('update', '-qq')
  return apt('install', ...options, name) ? undefined : 'apt-get failed (see above). Check the network, then try again.'
}
