/** Which folder is analysed, which part of it was asked for, and what the paths of a report are relative to. */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { parse } from 'jsonc-parser'
import picomatch from 'picomatch'
import { WrongUse, messageOf } from './shell.ts'

export interface Selection {
  /** Absolute: the folder that is analysed. It may hold more than was asked for, since calls cross folders. */
  root: string
  /** Absolute: the folder that reported paths are relative to. */
  base: string
  /** What was asked for, relative to `root` with `/`; empty: everything. */
  asked: string[]
  /** Whether a path of the session was asked for. */
  includes(path: string): boolean
}

interface Request {
  paths: readonly string[]
  cwd: string
  /** The value of `--cwd`. */
  folder: string | undefined
}

/**
 * One project folder as the only path is the root itself; otherwise the root is the folder one stands in, or the
 * project around a path that lies elsewhere. A package of a workspace is analysed together with its workspace.
 */
export function select({ paths, cwd, folder }: Request): Selection {
  const home = realFolder(resolve(cwd, folder ?? '.'), folder ?? '.')
  const targets = paths.map(path => real(resolve(home, path), path))
  const base = folder === undefined ? baseOf(targets, home) : home
  const outside = targets.find(target => !holds(base, target))
  if (outside !== undefined) throw new WrongUse(`${outside} lies outside of ${base}.`)

  const root = rootOf(base)
  const asked = targets.length > 0 ? targets : [base]
  const relatives = asked.map(target => relativePath(root, target))
  const everything = relatives.includes('')
  return {
    root,
    base,
    asked: everything ? [] : relatives,
    includes: path => everything || relatives.some(target => path === target || path.startsWith(`${target}/`)),
  }
}

/** How `path` (of the session) is shown to somebody who stands in `base`. */
export function shownFrom(base: string, root: string): (path: string) => string {
  if (base === root) return path => path
  return path => relativePath(base, join(root, path))
}

export const relativePath = (from: string, to: string): string => relative(from, to).split(sep).join('/')

/** Whether `folder` is `path` or lies above it. */
export function holds(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
}

function baseOf(targets: string[], cwd: string): string {
  const [only] = targets
  if (only !== undefined && targets.length === 1 && isFolder(only) && (isProject(only) || !holds(cwd, only))) return only
  if (targets.every(target => holds(cwd, target))) return cwd
  const projects = new Set(targets.map(target => projectAround(isFolder(target) ? target : dirname(target))))
  if (projects.size === 1) return [...projects][0]!
  throw new WrongUse('The paths belong to different projects: check one at a time, or name their common folder with --cwd.')
}

function rootOf(base: string): string {
  const project = projectAround(base)
  for (const folder of ancestors(project)) {
    if (folder !== project && isWorkspaceOf(folder, project)) return folder
    // What lies around a repository is none of its business.
    if (existsSync(join(folder, '.git'))) break
  }
  return project
}

/** The nearest folder with a sign of a project in it; the folder itself where there is none. */
function projectAround(folder: string): string {
  return ancestors(folder).find(isProject) ?? folder
}

/** From the folder upwards; never the home or temporary folder itself, which hold anything. */
function ancestors(folder: string): string[] {
  const stops = new Set([homedir(), tmpdir()].map(stop => (existsSync(stop) ? realpathSync(stop) : stop)))
  const found = [folder]
  for (let at = dirname(folder); at !== dirname(at) && !stops.has(at); at = dirname(at)) found.push(at)
  return found
}

const signs = ['crowdproof.json', 'package.json', 'pnpm-workspace.yaml', '.git']

const isProject = (folder: string): boolean => signs.some(sign => existsSync(join(folder, sign)))

/** Whether `folder` is the root of a workspace that `project` is a package of. */
function isWorkspaceOf(folder: string, project: string): boolean {
  // Its patterns are not read: a pnpm workspace below which the project lies is taken to hold it.
  if (existsSync(join(folder, 'pnpm-workspace.yaml'))) return true
  const patterns = workspacePatterns(join(folder, 'package.json'))
  if (patterns.length === 0) return false
  const matches = picomatch(patterns.map(pattern => pattern.replace(/^\.\//, '').replace(/\/$/, '')))
  return matches(relativePath(folder, project))
}

function workspacePatterns(manifest: string): string[] {
  try {
    const { workspaces } = parse(readFileSync(manifest, 'utf8')) as { workspaces?: unknown }
    const patterns = Array.isArray(workspaces) ? workspaces : (workspaces as { packages?: unknown } | undefined)?.packages
    return Array.isArray(patterns) ? patterns.filter(pattern => typeof pattern === 'string') : []
  } catch {
    return []
  }
}

const isFolder = (path: string): boolean => statSync(path).isDirectory()

function real(path: string, written: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new WrongUse(`There is no file or folder ${written}.`)
    throw new WrongUse(`${written} cannot be read: ${messageOf(error)}`)
  }
}

function realFolder(path: string, written: string): string {
  const found = real(path, written)
  if (!isFolder(found)) throw new WrongUse(`${written} is not a folder.`)
  return found
}
