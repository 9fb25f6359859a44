import { library, type Call } from '../kit/library.ts'

const print: Call = { does: 'document', cost: 'starts a browser and prints a page' }

export default library({
  name: 'html-pdf-node',
  packages: ['html-pdf-node'],
  docs: 'https://github.com/mrafiqk/html-pdf-node#readme',
  exports: { generatePdf: print, generatePdfs: print },
})
