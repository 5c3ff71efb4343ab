import type { PriceListName, PriceListSource } from '#catalog';
import { PriceListError, readGenaiPricesList, readLitellmList, type PriceList } from '#price-lists';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Destinations } from '../../ground/destinations.js';
import { bundledGenaiPrices, type ListText } from './bundled-list.js';
import { fetchList } from './fetched-list.js';
import type { ListRefusal } from '#price-lists';

/** Which list is asked for, and where it is: in the request, at a URL, or (genai-prices) in the package. */
export interface ListRequest {
  readonly list: PriceListName;
  readonly text?: string;
  readonly url?: string;
  /** What is read of the package, which is asked by provider. */
  readonly providers: readonly string[];
}

export interface OpenedList {
  readonly refusal?: never;
  readonly list: PriceList;
  readonly source: PriceListSource;
}

@Injectable()
export class PriceLists {
  constructor(private readonly destinations: Destinations) {}

  /** `at`: the moment whose prices are asked for, and from which on they are recorded as fetched. */
  async open(request: ListRequest, at: string, by: string): Promise<OpenedList | { readonly refusal: ListRefusal }> {
    const read = await this.read(request);
    if ('code' in read) return { refusal: read };
    const { text, version, sha256 } = read;
    const source = { list: request.list, version, url: request.url ?? null, sha256, fetched_at: at, fetched_by: by };
    try {
      const extent = request.text === undefined && request.url === undefined ? 'part' : 'file';
      const list = request.list === 'litellm' ? readLitellmList(text) : readGenaiPricesList(text, at, extent);
      return { list, source };
    } catch (fault) {
      if (!(fault instanceof PriceListError)) throw fault;
      return { refusal: { code: 'PRICE_LIST_INVALID', field: request.url === undefined ? 'list' : 'url', message: fault.message } };
    }
  }

  private async read({ list, text, url, providers }: ListRequest): Promise<ListText | ListRefusal> {
    if (text !== undefined) return listText(Buffer.from(text, 'utf8'));
    if (url !== undefined) {
      const fetched = await fetchList(url, this.destinations);
      return Buffer.isBuffer(fetched) ? listText(fetched) : fetched;
    }
    if (list === 'genai-prices') return bundledGenaiPrices(providers);
    return {
      code: 'LIST_ABSENT',
      field: 'list',
      message: 'list must hold the list’s text, or url say where it is: only genai-prices comes along',
    };
  }
}

function listText(bytes: Buffer): ListText {
  return { text: bytes.toString('utf8'), version: null, sha256: createHash('sha256').update(bytes).digest('hex') };
}
