import { describe, expect, it } from 'vitest';
import { isSignedWith, signatureOf, type SignedRequest } from './ec2signature.ts';

const bare: SignedRequest = { verb: 'GET', host: 'h', path: '/', params: {}, headers: {}, bodyHash: '', signature: '' };

// Expected values: keystoneclient.contrib.ec2.utils.Ec2Signer on the same requests.
describe('signatureOf', () => {
  it('makes version 4 from a header, as the example of the AWS documentation', () => {
    const headers = {
      Authorization:
        'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,' +
        'SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=x',
      Host: 'examplebucket.s3.amazonaws.com',
      Range: 'bytes=0-9',
      'X-Amz-Content-Sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      'X-Amz-Date': '20130524T000000Z',
    };
    const bodyHash = headers['X-Amz-Content-Sha256'];
    const made = signatureOf('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', {
      ...bare,
      path: '/test.txt',
      headers,
      bodyHash,
    });
    expect(made).toBe('f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41');
  });

  it('is undefined for what it does not know', () => {
    expect(signatureOf('s', bare)).toBeUndefined();
    expect(isSignedWith('s', bare)).toBe(false);
  });

  it('tries without the port too', () => {
    const request = { ...bare, host: 'h', params: { SignatureVersion: '2', 'a b': "x'*" } };
    const signature = signatureOf('s', request)!;
    expect(isSignedWith('s', { ...request, host: 'h:8000', signature })).toBe(true);
    expect(isSignedWith('t', { ...request, signature })).toBe(false);
  });

  it.each([
    ['0', '6qlJcRLCUPH64WqHbVz14ibOERY='],
    ['1', 'Anx2ZHzo+QYYX1eTZTxjWhPIQRo='],
    ['2', 'fKsoNj15CDxRQ62Bwtl0HHOk8dSL2gEcDirqyxpM0x0='],
  ])('makes version %s', (SignatureVersion, expected) => {
    const params = { Action: 'Foo', Timestamp: '2020-01-01T00:00:00Z', b: 'ü x', A: "*'()~", SignatureVersion };
    expect(signatureOf('secret', { ...bare, path: '/v1/', params })).toBe(expected);
  });

  it('makes version 4 from the query', () => {
    const params = {
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'k/20200101/r/s/aws4_request',
      'X-Amz-Date': '20200101T000000Z',
      'X-Amz-SignedHeaders': 'host',
      b: 'ü x',
    };
    const request = { ...bare, path: '/v1/', params, headers: { Host: 'h' }, bodyHash: 'x' };
    expect(signatureOf('secret', request)).toBe('99672629fc6af7143d16bf7c0c337270a325c85d235225438b583868d101187b');
  });
});
