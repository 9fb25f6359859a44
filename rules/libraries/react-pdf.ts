import { library, type Call } from '../kit/library.ts'

const pdf: Call = { does: 'document', cost: 'writes a PDF' }

export default library({
  name: 'React PDF',
  packages: ['@react-pdf/renderer'],
  docs: 'https://react-pdf.org/node',
  exports: { renderToBuffer: pdf, renderToStream: pdf, renderToFile: pdf, renderToString: pdf, pdf: { returns: 'Instance' } },
  types: { Instance: { members: { toBuffer: pdf, toBlob: pdf, toString: pdf } } },
})
