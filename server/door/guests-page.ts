/** What a browser shows where the host takes no guests over plain HTTP. The client is not served then, so its words stand here. */
const html = `<!doctype html>
<html lang="ko">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Maru</title>
<main>
<h1>마루 앱으로 들어와 주세요</h1>
<p>이 마루는 브라우저 손님을 받지 않아요. 마루 앱을 열고 이 주소를 넣으면 들어올 수 있어요.</p>
<hr>
<section lang="en">
<h1>Please come in with the Maru app</h1>
<p>This porch takes no guests from browsers. Open the Maru app and type this address there.</p>
</section>
</main>
</html>
`;

export const guestsPage = {
  html,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(html),
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  },
} as const;
