import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Prisma } from '@prisma/client';
import puppeteer from 'puppeteer';

export type InvoiceOrder = Prisma.OrderGetPayload<{
  include: { items: { include: { product: true } } };
}>;

const folder = path.resolve('storage/invoices');

export const invoicePath = (orderNumber: string) => path.join(folder, `${orderNumber}.pdf`);

const money = (cents: number, currency: string) => `${(cents / 100).toFixed(2)} ${currency}`;

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The invoice of an order as HTML */
function invoiceHtml(order: InvoiceOrder, customer: string) {
  const rows = order.items.map(
    (item) => `
      <tr>
        <td>${item.quantity} × ${escape(item.product.name)}</td>
        <td>${money(item.quantity * item.unitPriceCents, order.currency)}</td>
      </tr>`,
  );

  return `
    <style>
      body { font-family: sans-serif; margin: 3rem; }
      table { width: 100%; border-collapse: collapse; }
      td { padding: 0.5rem 0; border-bottom: 1px solid #ddd; }
      td:last-child { text-align: right; }
    </style>
    <h1>Invoice ${order.number}</h1>
    <p>${escape(customer)}, ${order.createdAt.toISOString().slice(0, 10)}</p>
    <table>${rows.join('')}</table>
    <h2>Total: ${money(order.totalCents, order.currency)}</h2>`;
}

/** Renders the invoice of an order as PDF */
export async function createInvoice(order: InvoiceOrder, customer: string) {
  await mkdir(folder, { recursive: true });

  const browser = await puppeteer.launch({ args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.setContent(invoiceHtml(order, customer));
    await page.pdf({ path: invoicePath(order.number), format: 'A4' });
  } finally {
    await browser.close();
  }
}
