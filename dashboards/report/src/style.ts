/** The style sheet: ink on paper, light and dark; colour only for series. Colours: M. Okabe, K. Ito, Color Universal Design (2008). */

const tokens = `
:root{--ink:#1b1f24;--soft:#57606a;--line:#d5dae0;--band:#eef1f4;--paper:#fff;--s0:#0072b2;--s1:#d55e00;--s2:#009e73;--s3:#e69f00;--s4:#56b4e9;--s5:#cc79a7;color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a3abb5;--line:#3a4149;--band:#22272e;--paper:#14171b;--s0:#2a93d5}}
@media print{:root{--ink:#000;--soft:#444;--line:#bbb;--band:#eee;--paper:#fff;--s0:#0072b2}}
`

export const pageCss = `${tokens}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums}
main,footer{max-width:868px;margin:0 auto;padding:0 24px;overflow-wrap:anywhere}
main{padding-top:40px}
.eyebrow{color:var(--soft);font-size:14px;margin:0 0 12px}
h1{font-size:27px;line-height:1.3;font-weight:620;letter-spacing:-.01em;margin:0 0 12px;text-wrap:pretty}
.second{font-size:20px;font-weight:620;line-height:1.3;margin:18px 0 4px}
.lead{font-size:17px;margin:0}
h2{font-size:20px;line-height:1.3;font-weight:620;margin:56px 0 6px;padding-top:20px;border-top:1px solid var(--line)}
h3{font-size:16px;font-weight:620;margin:28px 0 6px}
p{margin:6px 0}
.soft,figcaption{color:var(--soft);font-size:14px}
nav{margin:18px 0 0;font-size:14px;color:var(--soft)}
nav a{margin-right:14px;white-space:nowrap}
a{color:inherit;text-decoration-color:var(--soft);text-underline-offset:3px}
a:hover{text-decoration-color:currentColor}
a:focus-visible,summary:focus-visible,pre:focus-visible{outline:3px solid #0072b2;outline-offset:2px;border-radius:2px}
@media (prefers-color-scheme:dark){a:focus-visible,summary:focus-visible,pre:focus-visible{outline-color:#56b4e9}}
figure{margin:20px 0 8px}
figcaption{margin-top:4px}
.chart svg{display:block;max-width:100%;height:auto}
.chart.narrow{display:none}
.legend{display:flex;flex-wrap:wrap;gap:4px 20px;font-size:14px;margin:10px 0 0}
.legend span{display:inline-flex;align-items:center;gap:8px}
.note{border-left:3px solid var(--ink);padding:2px 0 2px 12px;margin:12px 0;font-size:15px}
.note ul{margin:2px 0;padding-left:18px}
.scroll{overflow-x:auto}
.fixed{white-space:nowrap}
table{border-collapse:collapse;width:100%;font-size:14px;margin:10px 0 4px}
caption{text-align:left;color:var(--soft);padding-bottom:4px}
th{font-weight:500;color:var(--soft);text-align:right;padding:5px 0 5px 14px;border-bottom:1px solid var(--line);vertical-align:bottom}
td{text-align:right;padding:5px 0 5px 14px;border-bottom:1px solid var(--line);vertical-align:top}
th:first-child,td:first-child,.words th,.words td{text-align:left}
th:first-child,td:first-child{padding-left:0}
th,td:not(:first-child){overflow-wrap:normal}
summary{cursor:pointer;font-size:14px;color:var(--soft);margin-top:14px}
pre{background:var(--band);padding:14px 16px;font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace;white-space:pre-wrap;border-radius:4px}
code{font:.92em ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace}
.remedy{display:block}
.differs td{background:var(--band)}
footer{color:var(--soft);font-size:13px;padding-top:40px;padding-bottom:56px}
@media (max-width:640px){
main,footer{padding-left:20px;padding-right:20px}
main{padding-top:24px}
h1{font-size:22px}
.chart.wide{display:none}.chart.narrow{display:block}.chart.narrow svg{width:100%}
thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
table,tbody,tr,td,caption{display:block;text-align:left}
tr{border-bottom:1px solid var(--line);padding:8px 0}
td,.words td{display:flex;justify-content:space-between;gap:16px;border:0;padding:2px 0;text-align:right}
td::before{content:attr(data-label);color:var(--soft);text-align:left;flex:none}
td:first-child{font-weight:600}
}
@media print{
body{font-size:11pt}
main,footer{max-width:none;padding:0}
h2{break-after:avoid}figure,tr,.note{break-inside:avoid}
nav,.get,details:not([open]){display:none}
}
`
