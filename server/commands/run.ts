/** From the words of a command line to an exit code. Never throws: whatever goes wrong ends as one sentence and a 2. */
import { Command, CommanderError, Option } from 'commander'
import { levels } from '../reports/words.ts'
import type { CheckOptions } from './check.ts'
import type { FixOptions } from './fix.ts'
import type { ScanOptions } from './scan.ts'
import { WrongUse, exit, formats, messageOf } from './shell.ts'
import type { Io, Parts } from './shell.ts'

/** `words` are the arguments without the program's own name. */
export async function runCommandLine(words: readonly string[], io: Io, parts: Parts): Promise<number> {
  let code: number = exit.clean
  const program = programOf(io, parts, result => (code = result))
  try {
    await program.parseAsync(words, { from: 'user' })
    return code
  } catch (error) {
    // Help and version end commander in this way too, with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exit.clean : exit.failure
    io.errors.write(`crowdproof: ${messageOf(error)}\n`)
    const isOurFault = error instanceof Error && !(error instanceof WrongUse)
    if (isOurFault && io.environment.CROWDPROOF_DEBUG) io.errors.write(`${error.stack}\n`)
    return exit.failure
  }
}

/** Commands are loaded when they are called: `check` must not wait for the parser that `fix` needs. */
function programOf(io: Io, parts: Parts, done: (code: number) => void): Command {
  const program = new Command('crowdproof')
    .description('Finds the code that falls over when a hundred people arrive, and repairs it.')
    .version(parts.version, '-v, --version')
    .configureOutput({ writeOut: text => io.output.write(text), writeErr: text => io.errors.write(text) })
    .exitOverride()
    .showHelpAfterError('Run `crowdproof --help` for what there is.')
    .addHelpText('after', '\nExit codes: 0 nothing that fails, 1 findings, 2 wrong use or our fault.')

  withScanOptions(program.command('check'))
    .description('find problems in a project')
    .argument('[paths...]', 'files or folders (default: the current folder)')
    .addOption(formatOption())
    .addOption(levelOption())
    .option('--changed [base]', 'only findings that touch files changed since <base> (default: since the last commit)')
    .option('--baseline <file>', 'hide the findings that the file holds')
    .option('--update', 'write the baseline anew')
    .action(async (paths: string[], options: CheckOptions) => done(await (await import('./check.ts')).check(paths, options, io, parts)))

  withScanOptions(program.command('fix'))
    .description('repair what can be repaired with the same behaviour')
    .argument('[paths...]', 'files or folders (default: the current folder)')
    .addOption(ruleOption())
    .option('--review', 'also apply fixes that need your eye')
    .option('--diff', 'print what would change, and change nothing')
    .addOption(levelOption())
    .action(async (paths: string[], options: FixOptions) => done(await (await import('./fix.ts')).fix(paths, options, io, parts)))

  withScanOptions(program.command('explain'))
    .description('tell what was understood of the calls on a line')
    .argument('<file:line>', 'such as src/posts.ts:12')
    .action(async (place: string, options: ScanOptions) => done(await (await import('./explain.ts')).explain(place, options, io, parts)))

  program
    .command('rules')
    .description('list the rules, or print the page of one')
    .argument('[rule]')
    .action(async (rule: string | undefined) => done(await (await import('./rules.ts')).rules(rule, io, parts)))

  program
    .command('lsp')
    .description('serve an editor by the language server protocol')
    .requiredOption('--stdio', 'over standard input and output')
    .action(() => parts.serveEditor())

  return program
}

const withScanOptions = (command: Command): Command =>
  command
    .option('--cwd <folder>', 'work from this folder, and report paths relative to it')
    .option('--no-cache', 'read everything anew, and keep nothing')
    .option('--stats', 'tell on standard error what was read, and how long it took')

const formatOption = (): Option =>
  new Option('--format <format>', 'how to report (default: terminal; github on GitHub Actions; agent for coding agents)')
    .choices([...formats])

const levelOption = (): Option =>
  new Option('--level <level>', 'the mildest level that fails').choices([...levels.toReversed(), 'off']).default('warning')

/** Repeated rather than variadic, so that it never takes a path for a rule. */
const ruleOption = (): Option =>
  new Option('--rule <rule>', 'only findings of this rule; may be repeated')
    .argParser<string[]>((rule, earlier) => [...(earlier ?? []), rule])
