import { library } from '../kit/library.ts'

export default library({
  name: 'PDFKit',
  packages: ['pdfkit', '@types/pdfkit'],
  docs: 'https://pdfkit.org/docs/getting_started.html',
  exports: { default: { class: 'Document' } },
  types: {
    Document: {
      names: ['PDFDocument', 'PDFKit.PDFDocument'],
      members: { end: { does: 'document', cost: 'writes a PDF' }, pipe: {}, '*': { returns: 'self' } },
    },
  },
})
