/**
 * Loaded inside the extension host, by the browser-hosted VS Code and by the desktop one alike. VS Code calls `run`:
 * resolved means exit code 0, rejected 1.
 */
const fs = require('node:fs')
const path = require('node:path')
const util = require('node:util')
const Mocha = require('mocha')

exports.run = () => {
  const { CROWDPROOF_MOCHA_OUTPUT: output, CROWDPROOF_MOCHA_RESULT: result } = process.env
  // In the browser-hosted editor the console arrives in pieces amid the editor's own log.
  if (output) Mocha.reporters.Base.consoleLog = (...words) => fs.appendFileSync(output, `${util.format(...words)}\n`)
  const mocha = new Mocha({ ui: 'tdd', color: false, timeout: 90_000, reporter: 'spec' })
  for (const file of fs.readdirSync(__dirname).sort()) {
    if (file.endsWith('.test.cjs')) mocha.addFile(path.join(__dirname, file))
  }
  return new Promise((resolve, reject) => {
    const runner = mocha.run((failures) => {
      if (result) fs.writeFileSync(result, JSON.stringify(runner.stats))
      if (failures) reject(new Error(`${failures} tests failed`))
      else resolve()
    })
  })
}
