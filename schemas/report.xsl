<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- report.xsl: a report of hopcheck or hopaudit as a page, XSLT 1.0.

     A page says nothing that the XML does not say.  It needs no script and
     fetches nothing: its policy of content forbids all but its own style, told
     by its digest (tests/house/stylesheet.py writes that anew).  Text
     of a message becomes text and nothing else: it stands in no URL, no name
     and no style.

     "hopreport html" hands over large reports in pieces; any other processor of
     XSLT makes one page of a report as it is. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:r="urn:hopcheck:report:1"
                xmlns:u="urn:hopcheck:run:1"
                xmlns:v="urn:hopcheck:view:1"
                xmlns="http://www.w3.org/1999/xhtml"
                exclude-result-prefixes="r u v">
 <xsl:output method="xml" encoding="UTF-8" omit-xml-declaration="yes" doctype-system="about:legacy-compat"/>

 <!-- whole: one page; index: what stands before the pages; page: one of them. -->
 <xsl:param name="part" select="'whole'"/>
 <xsl:param name="page" select="1"/>
 <xsl:param name="pages" select="1"/>
 <!-- Messages on the pages before, on a page, and on this one. -->
 <xsl:param name="before" select="0"/>
 <xsl:param name="per-page" select="0"/>
 <xsl:param name="count" select="999999999"/>
 <xsl:param name="cover" select="'no'"/>
 <xsl:param name="controls" select="'no'"/>
 <!-- SHA-256 of the report's bytes, where known. -->
 <xsl:param name="digest"/>

 <xsl:key name="rule-text" match="/r:report/r:catalogue/r:rule-texts/r:rule-text" use="@id"/>
 <xsl:key name="note-text" match="/r:report/r:catalogue/r:note-texts/r:note-text" use="@token"/>
 <xsl:key name="dialect-text" match="/r:report/r:catalogue/r:dialect-texts/r:dialect-text" use="@id"/>
 <xsl:key name="input" match="/r:report/r:inputs/r:input" use="@number"/>
 <xsl:key name="finding" match="/r:report/r:messages/r:message/r:findings/r:finding" use="@id"/>
 <xsl:key name="clause" match="r:control" use="concat(@catalogue, ' ', .)"/>
 <xsl:key name="catalogue" match="r:control" use="@catalogue"/>

 <xsl:variable name="report" select="/r:report"/>
 <xsl:variable name="summary" select="/r:report/r:summary"/>
 <xsl:variable name="totals" select="/r:report/r:totals"/>
 <xsl:variable name="unfold" select="$part = 'whole' and $totals/@messages &lt;= 5"/>

 <!-- ================================================================ frame -->

 <xsl:template match="/">
  <html lang="en">
   <head>
    <meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-ovqeD6TsF+Kig8oihnCz16saay6Joo8+kN6EoXwnKOA='; base-uri 'none'; form-action 'none'"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta name="referrer" content="no-referrer"/>
    <meta name="robots" content="noindex"/>
    <title><xsl:call-template name="title"/></title>
    <style>:root{color-scheme:light dark;--bg:#fff;--fg:#1b1e24;--soft:#545b66;--line:#c9ced6;--card:#f6f7f9;--link:#0b57a4;--pass:#12603a;--pass-bg:#e2f3e9;--fail:#a3121d;--fail-bg:#fde7e7;--open:#6a4900;--open-bg:#fff1cf;--strong:#12603a;--acceptable:#0b5f86;--weak:#8a5a00;--broken:#a3121d;--no:#a3121d;--quiet:#5b626d;--odd:#7a2b8f;--claim:#f3eee3;--mark:#ffe27a;--markfg:#1b1e24}
@media (prefers-color-scheme:dark){:root{--bg:#14171c;--fg:#e7eaef;--soft:#a9b1bd;--line:#3d444f;--card:#1d2128;--link:#8ec1ff;--pass:#7fd9a6;--pass-bg:#123524;--fail:#ff9a9a;--fail-bg:#451a1d;--open:#f3cd6d;--open-bg:#3b2f10;--strong:#7fd9a6;--acceptable:#7cc8ee;--weak:#f0bd5a;--broken:#ff9a9a;--no:#ff9a9a;--quiet:#a9b1bd;--odd:#dba4ec;--claim:#2a261d;--mark:#6a5600;--markfg:#fff}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:auto}
body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans","DejaVu Sans",sans-serif}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,input:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-999em;top:0;background:var(--bg);padding:.5em 1em;z-index:9}
.skip:focus{left:0}
header,main,footer{max-width:74rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:1.6rem}
footer{padding:1.5rem 1.25rem 3rem;color:var(--soft);font-size:.875rem}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .3rem}
h2{font-size:1.3rem;line-height:1.25;margin:2.4rem 0 .6rem;padding-bottom:.25rem;border-bottom:2px solid var(--line)}
h3{font-size:1.05rem;margin:1.3rem 0 .4rem}
h4{font-size:.95rem;margin:1rem 0 .3rem}
p{margin:.35rem 0 .7rem;max-width:68ch;overflow-wrap:break-word}
.lead{color:var(--soft)}
.note{color:var(--soft);font-size:.9rem}
nav.toc{margin:1rem 0 0;display:flex;flex-wrap:wrap;gap:.2rem 1rem;font-size:.95rem}
code,.mono{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono","DejaVu Sans Mono",monospace;font-size:.875em;overflow-wrap:anywhere}
bdi{overflow-wrap:anywhere}
td bdi,tbody th bdi{display:inline-block;max-width:18rem;overflow-wrap:break-word}
.hops td bdi{max-width:11rem}
.hops td bdi.with{max-width:6rem}
.hops{font-size:.875rem}
td,th{overflow-wrap:break-word}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.75rem;margin:1.4rem 0;padding:0;list-style:none}
.tile{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.7rem .9rem}
.tile b{display:block;font-size:1.75rem;line-height:1.15;font-variant-numeric:tabular-nums}
.tile span{color:var(--soft);font-size:.9rem}
.tile.pass,.tile.fail,.tile.indeterminate{border-left-width:.4rem}
.tile.pass{border-left-color:var(--pass)}
.tile.fail{border-left-color:var(--fail);border-left-style:double}
.tile.indeterminate{border-left-color:var(--open);border-left-style:dashed}
.wide{overflow-x:auto;margin:.4rem 0 1rem}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
.wide table{min-width:min(100%,36rem)}
caption{text-align:left;color:var(--soft);font-size:.875rem;padding-bottom:.35rem}
th,td{padding:.32rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
thead th{background:var(--card);border-bottom:2px solid var(--line);font-weight:600}
td.n,th.n{text-align:right}
td.n,td.t,.day{white-space:nowrap}
code.suite{overflow-wrap:normal}
tbody th{font-weight:600}
table.prose td{overflow-wrap:anywhere}
table.prose td bdi{display:inline;max-width:none}
dl.facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.15rem 1rem;margin:.5rem 0;font-size:.92rem}
dl.facts dt{color:var(--soft)}
dl.facts dd{margin:0}
.badge{display:inline-block;border:1.5px solid currentColor;border-radius:.3rem;padding:0 .4em;font-weight:700;font-size:.8rem;letter-spacing:.03em;white-space:nowrap}
.badge.pass{color:var(--pass);background:var(--pass-bg)}
.badge.fail{color:var(--fail);background:var(--fail-bg);border-style:double;border-width:3px}
.badge.indeterminate{color:var(--open);background:var(--open-bg);border-style:dashed}
.badge.warn{color:var(--open)}
.badge.info,.badge.quiet{color:var(--soft)}
.filter{margin:.6rem 0;display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;align-items:center;border:0;padding:0}
.filter legend{float:left;margin-right:1rem;color:var(--soft)}
.filter label{cursor:pointer}
#messages:has(#only-fail:checked) .message:not(.fail),#messages:has(#only-indeterminate:checked) .message:not(.indeterminate),#messages:has(#only-pass:checked) .message:not(.pass){display:none}
.message{border:1px solid var(--line);border-left-width:.4rem;border-radius:.6rem;margin:.6rem 0;background:var(--bg);content-visibility:auto;contain-intrinsic-size:auto 3.4rem}
.message.pass{border-left-color:var(--pass)}
.message.fail{border-left-color:var(--fail);border-left-style:double}
.message.indeterminate{border-left-color:var(--open);border-left-style:dashed}
.message summary{padding:.55rem .9rem;cursor:pointer;overflow-wrap:anywhere}
.message .subject{font-weight:600;margin:0 .4em}
.message .by{color:var(--soft);font-size:.9rem}
.message[open] summary{background:var(--card);border-bottom:1px solid var(--line);border-radius:.4rem .4rem 0 0}
.inside{padding:.4rem 1rem 1rem}
.side{display:grid;grid-template-columns:minmax(0,28rem) minmax(0,1fr);gap:0 2rem;align-items:start}
@media (max-width:62rem){.side{grid-template-columns:minmax(0,1fr)}}
figure{margin:.6rem 0}
figcaption{color:var(--soft);font-size:.85rem;margin-top:.3rem}
svg{display:block;max-width:100%;height:auto}
svg text{fill:var(--fg);font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans","DejaVu Sans",sans-serif}
svg .s{fill:var(--soft);font-size:11px}
svg .w{fill:var(--soft);font-size:11px;text-anchor:end}
svg .h{font-weight:700;font-size:13px}
svg .m{fill:var(--broken);font-weight:700}
.axis{fill:none;stroke:var(--line);stroke-width:2}
.tick{fill:var(--bg);stroke:var(--soft);stroke-width:2}
.claims{fill:var(--claim)}
.box{fill:var(--card);stroke:var(--soft);stroke-width:1.5}
.box.attested,.box.partner{stroke:var(--fg);stroke-width:2.5;fill:var(--bg)}
.box.claimed,.box.unattributable,.box.seen{stroke-dasharray:5 3}
.box.seen{fill:none}
.horizon{stroke:var(--fg);stroke-width:2.5;stroke-dasharray:12 4}
.e{fill:none;stroke:currentColor;stroke-width:3}
.e.yes{color:var(--acceptable);stroke-width:1.75}
.e.yes.strong{color:var(--strong);stroke-width:5}
.e.yes.acceptable{stroke-width:3}
.e.yes.weak{color:var(--weak);stroke-width:3;stroke-dasharray:11 5}
.e.yes.broken{color:var(--broken);stroke-width:3;stroke-dasharray:11 4 2 4}
.e.no{color:var(--no);stroke-dasharray:3 4;stroke-width:4}
.e.unrecorded{color:var(--quiet);stroke-dasharray:1.5 7}
.e.not-smtp{color:var(--quiet);stroke-width:1.25}
.e.contradicted{color:var(--odd);stroke-dasharray:7 3 1.5 3 1.5 3}
.d{fill:var(--bg);stroke:currentColor;stroke-width:1.5;stroke-dasharray:none}
svg .k,.k{fill:currentColor;stroke:none;font:700 12px system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans","DejaVu Sans",sans-serif;text-anchor:middle}
.tip{fill:currentColor;stroke:none}
.bar.yes,.sw.yes{fill:var(--strong)}
.bar.no,.sw.no{fill:url(#hatch-no)}
.bar.unrecorded,.sw.unrecorded{fill:url(#dots)}
.bar.other,.sw.other{fill:url(#grid)}
.bar.v13,.sw.v13{fill:var(--strong)}
.bar.v12,.sw.v12{fill:var(--acceptable)}
.bar.v11,.sw.v11{fill:url(#hatch-old)}
.bar.vold,.sw.vold{fill:url(#hatch-no)}
.bar,.sw{stroke:var(--bg);stroke-width:1}
.p-no{stroke:var(--no);stroke-width:3}
.p-old{stroke:var(--weak);stroke-width:3}
.p-bg{fill:var(--card)}
.p-dot{fill:var(--quiet)}
.p-grid{stroke:var(--odd);stroke-width:1.5;fill:none}
.share{display:block;width:100%;min-width:7rem;height:.9rem}
.finding{border:1px solid var(--line);border-left:.35rem solid var(--soft);border-radius:.4rem;padding:.5rem .9rem;margin:.6rem 0;break-inside:avoid}
.finding.fail{border-left-color:var(--fail);border-left-style:double}
.finding.indeterminate,.finding.warn{border-left-color:var(--open);border-left-style:dashed}
.finding h4{margin:0 0 .3rem}
.finding dl{margin:.3rem 0 0}
pre{background:var(--card);border:1px solid var(--line);border-radius:.4rem;padding:.5rem .7rem;margin:.4rem 0;white-space:break-spaces;overflow-wrap:anywhere;font-size:.8125rem;line-height:1.45;unicode-bidi:isolate}
mark{background:var(--mark);color:var(--markfg);outline:1px solid currentColor;border-radius:2px}
details.more{margin:.6rem 0}
details.more summary{cursor:pointer;color:var(--link)}
.legend{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:.2rem 1.2rem;list-style:none;padding:0;margin:.5rem 0;font-size:.9rem}
.legend li{display:flex;gap:.6rem;align-items:center}
.legend svg{flex:none}
.cover{border:1px solid var(--line);border-radius:.6rem;padding:.4rem 1.5rem 1.2rem;margin:1.4rem 0}
.sign{display:grid;grid-template-columns:repeat(auto-fit,minmax(14rem,1fr));gap:2.2rem 2rem;margin-top:2.4rem}
.sign div{border-top:1px solid var(--fg);padding-top:.2rem;font-size:.85rem;color:var(--soft)}
@media (max-width:40rem){body{font-size:15px}header,main,footer{padding-left:.9rem;padding-right:.9rem}h1{font-size:1.45rem}dl.facts{grid-template-columns:minmax(0,1fr);gap:0}dl.facts dd{margin-bottom:.35rem}.inside{padding:.3rem .7rem .8rem}th,td{padding:.3rem .45rem}table.stack,table.stack tbody,table.stack tr,table.stack tbody th,table.stack td{display:block}.wide table.stack{min-width:0}table.stack thead{display:none}table.stack tr{border-bottom:1px solid var(--line);padding:.3rem 0}table.stack tbody th,table.stack td{border:0;padding:.1rem 0}}
@page{size:A4;margin:16mm 14mm}
@media print{:root{--bg:#fff;--fg:#000;--soft:#3d434c;--line:#9aa1ab;--card:#f4f5f7;--link:#000;--pass:#12603a;--pass-bg:#fff;--fail:#a3121d;--fail-bg:#fff;--open:#6a4900;--open-bg:#fff;--strong:#12603a;--acceptable:#0b5f86;--weak:#8a5a00;--broken:#a3121d;--no:#a3121d;--quiet:#5b626d;--odd:#7a2b8f;--claim:#f3eee3;--mark:#ffe27a;--markfg:#000}
html{font-size:9.5pt}body{font-size:1rem}header,main,footer{max-width:none;padding:0}nav.toc,.skip,fieldset.filter{display:none}th.n,td.n{white-space:normal}.share{min-width:3.5rem}h2{margin-top:1.6rem}h2,h3,h4,h2+p,h3+p,caption,thead,details.more summary{break-after:avoid}p,li{orphans:3;widows:3}tr,figure,.tile{break-inside:avoid}thead{display:table-header-group}.message{content-visibility:visible;break-inside:auto}.cover{break-after:page;border:0;padding:0}.wide{overflow:visible}.side{grid-template-columns:minmax(0,21rem) minmax(0,1fr)}table{font-size:.84rem}.wide table{min-width:0}th,td{padding:.2rem .3rem;hyphens:auto}td code{word-break:break-all}td bdi,tbody th bdi{max-width:11rem}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}details::details-content{content-visibility:visible;block-size:auto}}</style>
   </head>
   <body>
    <a class="skip" href="#content">Skip to the content</a>
    <xsl:call-template name="patterns"/>
    <header>
     <h1><xsl:call-template name="title"/></h1>
     <p class="lead"><xsl:call-template name="lead"/></p>
     <xsl:call-template name="navigation"/>
    </header>
    <main id="content">
     <xsl:if test="$part != 'page'"><xsl:call-template name="overview"/></xsl:if>
     <xsl:if test="$part = 'index'"><xsl:call-template name="page-list"/></xsl:if>
     <xsl:if test="$part != 'index'"><xsl:call-template name="messages"/></xsl:if>
     <xsl:call-template name="legend"/>
    </main>
    <footer>
     <xsl:if test="$part = 'page'"><xsl:call-template name="steps"/></xsl:if>
     <p>Made from the report alone, which is the evidence; where the two differ, the report counts.<xsl:if test="$digest != ''"> SHA-256 of the report: <code><xsl:value-of select="$digest"/></code></xsl:if></p>
    </footer>
   </body>
  </html>
 </xsl:template>

 <xsl:template name="title">
  <xsl:text>Path and TLS of </xsl:text>
  <xsl:choose>
   <xsl:when test="$part = 'page'">messages <xsl:call-template name="grouped"><xsl:with-param name="n" select="$before + 1"/></xsl:call-template> to <xsl:call-template name="grouped"><xsl:with-param name="n" select="$before + $count"/></xsl:call-template></xsl:when>
   <xsl:when test="$totals/@messages = 1">one message</xsl:when>
   <xsl:otherwise><xsl:call-template name="grouped"><xsl:with-param name="n" select="$totals/@messages"/></xsl:call-template> messages</xsl:otherwise>
  </xsl:choose>
 </xsl:template>

 <xsl:template name="lead">
  <xsl:value-of select="concat('Report of ', $report/@tool, ' ', $report/@tool-version, ', rules of ', $report/@rule-date, '. ')"/>
  <xsl:text>Today in a grade is </xsl:text><xsl:value-of select="$report/r:policy/@as-of"/>
  <xsl:text>. Times are UTC, by the clock of the host that wrote them.</xsl:text>
 </xsl:template>

 <xsl:template name="navigation">
  <nav class="toc" aria-label="Sections">
   <xsl:choose>
    <xsl:when test="$part = 'page'"><xsl:call-template name="step-links"/></xsl:when>
    <xsl:otherwise>
     <xsl:if test="$cover = 'yes'"><a href="#cover">Cover sheet</a></xsl:if>
     <a href="#verdicts">Verdicts</a>
     <xsl:if test="$summary">
      <a href="#tls">TLS</a>
      <a href="#months">Months</a>
      <a href="#hosts">Hosts</a>
      <a href="#counterparties">Counterparties</a>
     </xsl:if>
     <a href="#findings">Findings</a>
     <xsl:if test="$controls = 'yes'"><a href="#controls">Controls</a></xsl:if>
     <a href="#inputs">Inputs</a>
     <a href="#policy">Policy</a>
     <a href="#messages">Messages</a>
     <a href="#legend">Legend</a>
    </xsl:otherwise>
   </xsl:choose>
  </nav>
 </xsl:template>

 <xsl:template name="steps"><nav class="toc" aria-label="Pages"><xsl:call-template name="step-links"/></nav></xsl:template>

 <xsl:template name="step-links">
  <a href="index.html">Overview</a>
  <xsl:if test="$page &gt; 1"><a rel="prev" href="{concat('page-', format-number($page - 1, '00000'), '.html')}">Page before</a></xsl:if>
  <span>Page <xsl:value-of select="$page"/> of <xsl:value-of select="$pages"/></span>
  <xsl:if test="$page &lt; $pages"><a rel="next" href="{concat('page-', format-number($page + 1, '00000'), '.html')}">Next page</a></xsl:if>
 </xsl:template>

 <xsl:template name="overview">
  <xsl:if test="$cover = 'yes'"><xsl:call-template name="cover"/></xsl:if>
  <xsl:call-template name="tiles"/>
  <xsl:call-template name="verdicts"/>
  <xsl:if test="$summary">
   <xsl:call-template name="shares"/>
   <xsl:call-template name="months"/>
   <xsl:call-template name="hosts"/>
   <xsl:call-template name="counterparties"/>
  </xsl:if>
  <xsl:call-template name="findings"/>
  <xsl:if test="$controls = 'yes'"><xsl:call-template name="controls"/></xsl:if>
  <xsl:call-template name="inputs"/>
  <xsl:call-template name="policy"/>
 </xsl:template>

 <!-- ================================================================ words -->

 <!-- 1234567 as 1,234,567. -->
 <xsl:template name="grouped">
  <xsl:param name="n"/>
  <xsl:choose>
   <xsl:when test="$n = ''">0</xsl:when>
   <xsl:otherwise><xsl:value-of select="format-number($n, '#,##0')"/></xsl:otherwise>
  </xsl:choose>
 </xsl:template>

 <xsl:template name="percent">
  <xsl:param name="n"/>
  <xsl:param name="of"/>
  <xsl:choose>
   <xsl:when test="$of = 0">none</xsl:when>
   <xsl:otherwise><xsl:value-of select="format-number(100 * $n div $of, '0.0')"/>&#160;%</xsl:otherwise>
  </xsl:choose>
 </xsl:template>

 <!-- Seconds as two units of time, signed. -->
 <xsl:template name="delay">
  <xsl:param name="s"/>
  <xsl:choose>
   <xsl:when test="$s &gt;= 0 and $s &lt; 60">+<xsl:value-of select="$s"/> s</xsl:when>
   <xsl:otherwise><xsl:call-template name="long-time"><xsl:with-param name="s" select="$s"/></xsl:call-template></xsl:otherwise>
  </xsl:choose>
 </xsl:template>

 <xsl:template name="long-time">
  <xsl:param name="s"/>
  <xsl:variable name="a" select="$s * (1 - 2 * ($s &lt; 0))"/>
  <xsl:choose><xsl:when test="$s &lt; 0">&#8722;</xsl:when><xsl:otherwise>+</xsl:otherwise></xsl:choose>
  <xsl:choose>
   <xsl:when test="$a &lt; 60"><xsl:value-of select="$a"/> s</xsl:when>
   <xsl:when test="$a &lt; 3600"><xsl:value-of select="floor($a div 60)"/> min<xsl:if test="$a mod 60 != 0"><xsl:text> </xsl:text><xsl:value-of select="$a mod 60"/> s</xsl:if></xsl:when>
   <xsl:when test="$a &lt; 86400"><xsl:value-of select="floor($a div 3600)"/> h<xsl:if test="floor($a div 60) mod 60 != 0"><xsl:text> </xsl:text><xsl:value-of select="floor($a div 60) mod 60"/> min</xsl:if></xsl:when>
   <xsl:otherwise><xsl:value-of select="format-number(floor($a div 86400), '#,##0')"/> d<xsl:if test="floor($a div 3600) mod 24 != 0"><xsl:text> </xsl:text><xsl:value-of select="floor($a div 3600) mod 24"/> h</xsl:if></xsl:otherwise>
  </xsl:choose>
 </xsl:template>

 <xsl:template name="cut">
  <xsl:param name="text"/>
  <xsl:param name="to" select="40"/>
  <xsl:choose>
   <xsl:when test="string-length($text) &gt; $to"><xsl:value-of select="substring($text, 1, $to - 1)"/>&#8230;</xsl:when>
   <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
  </xsl:choose>
 </xsl:template>

 <!-- What a hop states of TLS in a few words. -->
 <xsl:template match="r:tls" mode="words">
  <xsl:choose>
   <xsl:when test="@state = 'yes'">
    <xsl:choose>
     <xsl:when test="not(@version-low)">TLS, version not stated</xsl:when>
     <xsl:when test="@version-low = @version-high"><xsl:value-of select="@version-low"/></xsl:when>
     <xsl:otherwise><xsl:value-of select="concat(@version-low, ' to ', @version-high)"/></xsl:otherwise>
    </xsl:choose>
   </xsl:when>
   <xsl:when test="@state = 'no'">clear text<xsl:if test="@basis = 'silence'">, by silence</xsl:if></xsl:when>
   <xsl:when test="@state = 'unrecorded'">TLS not recorded</xsl:when>
   <xsl:when test="@state = 'not-smtp'">not SMTP</xsl:when>
   <xsl:otherwise>TLS contradicted</xsl:otherwise>
  </xsl:choose>
 </xsl:template>

 <xsl:template match="r:tls" mode="suite">
  <xsl:choose>
   <xsl:when test="@suite"><xsl:value-of select="@suite"/></xsl:when>
   <xsl:when test="@suite-candidates">one of <xsl:value-of select="@suite-candidates"/> suites</xsl:when>
   <xsl:when test="count(r:suites/r:suite) = 1"><xsl:value-of select="r:suites/r:suite/@name"/></xsl:when>
   <xsl:when test="r:suites/r:suite">one of <xsl:value-of select="count(r:suites/r:suite)"/> suites</xsl:when>
  </xsl:choose>
 </xsl:template>

 <!-- A line may break behind an underscore of it. -->
 <xsl:template name="suite-name">
  <xsl:param name="name"/>
  <xsl:choose>
   <xsl:when test="contains($name, '_')"><xsl:value-of select="substring-before($name, '_')"/>_<wbr/><xsl:call-template name="suite-name"><xsl:with-param name="name" select="substring-after($name, '_')"/></xsl:call-template></xsl:when>
   <xsl:otherwise><xsl:value-of select="$name"/></xsl:otherwise>
  </xsl:choose>
 </xsl:template>

 <xsl:template match="r:tls" mode="grades">
  <xsl:if test="@state = 'yes'">
   <xsl:choose>
    <xsl:when test="not(@grade-then) or (@grade-then = 'none' and @grade-now = 'none')">not graded</xsl:when>
    <xsl:when test="@grade-then = @grade-now"><xsl:value-of select="@grade-then"/></xsl:when>
    <xsl:otherwise><xsl:call-template name="grade"><xsl:with-param name="of" select="@grade-then"/></xsl:call-template> then, <xsl:call-template name="grade"><xsl:with-param name="of" select="@grade-now"/></xsl:call-template> today</xsl:otherwise>
   </xsl:choose>
  </xsl:if>
 </xsl:template>

 <xsl:template name="grade">
  <xsl:param name="of"/>
  <xsl:choose><xsl:when test="$of = 'none'">not graded</xsl:when><xsl:otherwise><xsl:value-of select="$of"/></xsl:otherwise></xsl:choose>
 </xsl:template>

 <!-- Who handed the message over: what DNS said of it, else what the field
      says. -->
 <xsl:template match="r:hop" mode="peer">
  <xsl:choose>
   <xsl:when test="@rdns and r:peer/@address"><xsl:value-of select="concat(@rdns, ' [', r:peer/@address, ']')"/></xsl:when>
   <xsl:otherwise><xsl:call-template name="peer"/></xsl:otherwise>
  </xsl:choose>
 </xsl:template>

 <xsl:template name="peer">
  <xsl:variable name="rdns" select="@rdns | r:facts/r:fact[@name = 'rdns']"/>
  <xsl:variable name="helo" select="@helo | r:facts/r:fact[@name = 'helo']"/>
  <xsl:variable name="from" select="@from | r:facts/r:fact[@name = 'from']"/>
  <xsl:choose>
   <xsl:when test="$rdns"><xsl:value-of select="$rdns[1]"/></xsl:when>
   <xsl:when test="$helo">HELO <xsl:value-of select="$helo[1]"/></xsl:when>
   <xsl:when test="$from"><xsl:value-of select="$from[1]"/></xsl:when>
   <xsl:when test="r:peer/@address"/>
   <xsl:otherwise>no name stated</xsl:otherwise>
  </xsl:choose>
  <xsl:if test="r:peer/@address">
   <xsl:if test="$rdns or $helo or $from"><xsl:text> </xsl:text></xsl:if>
   <xsl:value-of select="concat('[', r:peer/@address, ']')"/>
  </xsl:if>
 </xsl:template>

 <xsl:template match="r:hop" mode="receiver">
  <xsl:param name="to" select="5000"/>
  <xsl:variable name="by" select="@by | r:facts/r:fact[@name = 'by']"/>
  <xsl:choose>
   <xsl:when test="$by and string-length($by[1]) &lt;= $to"><xsl:value-of select="$by[1]"/></xsl:when>
   <xsl:when test="$by"><xsl:call-template name="cut"><xsl:with-param name="text" select="$by[1]"/><xsl:with-param name="to" select="$to"/></xsl:call-template></xsl:when>
   <xsl:when test="r:peer/@by-address"><xsl:value-of select="concat('[', r:peer/@by-address, ']')"/></xsl:when>
   <xsl:otherwise>no receiver named</xsl:otherwise>
  </xsl:choose>
 </xsl:template>

 <xsl:template match="r:hop" mode="dialect">
  <xsl:choose>
   <xsl:when test="@dialect-name"><xsl:call-template name="cut"><xsl:with-param name="text" select="@dialect-name"/><xsl:with-param name="to" select="28"/></xsl:call-template></xsl:when>
   <xsl:when test="key('dialect-text', @dialect)"><xsl:call-template name="cut"><xsl:with-param name="text" select="key('dialect-text', @dialect)/@name"/><xsl:with-param name="to" select="28"/></xsl:call-template></xsl:when>
   <xsl:when test="@dialect = 'generic'">writer not recognised</xsl:when>
   <xsl:otherwise><xsl:value-of select="@dialect"/></xsl:otherwise>
  </xsl:choose>
 </xsl:template>

 <!-- The outcome that weighs most among a message's verdicts. -->
 <xsl:template match="r:message" mode="outcome">
  <xsl:variable name="all" select="r:verdicts/r:verdict/@outcome"/>
  <xsl:choose>
   <xsl:when test="$all = 'fail'">fail</xsl:when>
   <xsl:when test="$all = 'indeterminate'">indeterminate</xsl:when>
   <xsl:otherwise>pass</xsl:otherwise>
  </xsl:choose>
 </xsl:template>

 <!-- An outcome or effect in capitals. -->
 <xsl:template name="loud">
  <xsl:param name="word"/>
  <xsl:choose>
   <xsl:when test="$word = 'indeterminate'">INDETERMINATE</xsl:when>
   <xsl:when test="$word = 'info'">INFO</xsl:when>
   <xsl:when test="$word = 'pass'">PASS</xsl:when>
   <xsl:when test="$word = 'fail'">FAIL</xsl:when>
   <xsl:when test="$word = 'warn'">WARN</xsl:when>
   <xsl:otherwise><xsl:value-of select="$word"/></xsl:otherwise>
  </xsl:choose>
 </xsl:template>

 <xsl:template name="recipient-from">
  <xsl:param name="of"/>
  <xsl:choose>
   <xsl:when test="$of = 'to-cc'">from To and Cc, the author's claim</xsl:when>
   <xsl:when test="$of = 'option'">named by option</xsl:when>
   <xsl:when test="$of = 'journal-report'">from the journal report</xsl:when>
   <xsl:when test="$of = 'received-for'">from an attested stamp</xsl:when>
   <xsl:when test="$of = 'delivered-to'">from Delivered-To or X-Original-To</xsl:when>
   <xsl:otherwise>none known</xsl:otherwise>
  </xsl:choose>
 </xsl:template>

 <!-- Words parted by blanks, each with what it stands for. -->
 <xsl:template name="note-tokens">
  <xsl:param name="tokens"/>
  <xsl:variable name="one" select="substring-before(concat($tokens, ' '), ' ')"/>
  <xsl:if test="$one != ''">
   <li><code><xsl:value-of select="$one"/></code><xsl:text> </xsl:text><xsl:value-of select="key('note-text', $one)/r:sentence"/></li>
   <xsl:call-template name="note-tokens"><xsl:with-param name="tokens" select="substring-after($tokens, ' ')"/></xsl:call-template>
  </xsl:if>
 </xsl:template>

 <!-- What headers do not show, from words parted by blanks; none of them is a part
      of another. -->
 <xsl:template name="legs">
  <xsl:param name="kinds"/>
  <xsl:if test="contains($kinds, 'before-first-stamp')"><li>Before the first stamp: how the message came to the host that handed it in.</li></xsl:if>
  <xsl:if test="contains($kinds, 'claimed')"><li>The hops that are claims: no host of the own set recorded them.</li></xsl:if>
  <xsl:if test="contains($kinds, 'unrecorded')"><li>Hops whose field neither shows nor excludes TLS.</li></xsl:if>
  <xsl:if test="contains($kinds, 'inside-host')"><li>Inside each host that wrote a field.</li></xsl:if>
  <xsl:if test="contains($kinds, 'last-to-reader')"><li>From the newest hop to the reader.</li></xsl:if>
  <xsl:if test="contains($kinds, 'after-forward')"><li>After a copy was sent on.</li></xsl:if>
 </xsl:template>

 <!-- A reference to a message by its index: a link where its place is known. -->
 <xsl:template name="message-link">
  <xsl:param name="index"/>
  <xsl:choose>
   <xsl:when test="$report/@detail != 'all'">message <xsl:value-of select="$index"/></xsl:when>
   <xsl:when test="$part = 'whole'"><a href="#m{$index}">message <xsl:value-of select="$index"/></a></xsl:when>
   <xsl:when test="$per-page &gt; 0"><a href="{concat('page-', format-number(ceiling($index div $per-page), '00000'), '.html#m', $index)}">message <xsl:value-of select="$index"/></a></xsl:when>
   <xsl:otherwise>message <xsl:value-of select="$index"/></xsl:otherwise>
  </xsl:choose>
 </xsl:template>

 <!-- ============================================================= overview -->

 <xsl:template name="tiles">
  <ul class="tiles" aria-label="Totals">
   <li class="tile"><b><xsl:call-template name="grouped"><xsl:with-param name="n" select="$totals/@messages"/></xsl:call-template></b><span>message<xsl:if test="$totals/@messages != 1">s</xsl:if><xsl:if test="$totals/@duplicates &gt; 0">, <xsl:call-template name="grouped"><xsl:with-param name="n" select="$totals/@duplicates"/></xsl:call-template> of them duplicates</xsl:if></span></li>
   <li class="tile fail"><b><xsl:call-template name="grouped"><xsl:with-param name="n" select="$totals/@fail"/></xsl:call-template></b><span>fail</span></li>
   <li class="tile indeterminate"><b><xsl:call-template name="grouped"><xsl:with-param name="n" select="$totals/@indeterminate"/></xsl:call-template></b><span>indeterminate</span></li>
   <li class="tile pass"><b><xsl:call-template name="grouped"><xsl:with-param name="n" select="$totals/@pass"/></xsl:call-template></b><span>pass</span></li>
   <li class="tile"><b><xsl:call-template name="grouped"><xsl:with-param name="n" select="$totals/@hops"/></xsl:call-template></b><span>hop<xsl:if test="$totals/@hops != 1">s</xsl:if> recorded</span></li>
   <li class="tile"><b><xsl:call-template name="grouped"><xsl:with-param name="n" select="$totals/@inputs"/></xsl:call-template></b><span>input<xsl:if test="$totals/@inputs != 1">s</xsl:if><xsl:if test="$totals/@inputs-failed &gt; 0">, <xsl:call-template name="grouped"><xsl:with-param name="n" select="$totals/@inputs-failed"/></xsl:call-template> not fully read</xsl:if></span></li>
  </ul>
 </xsl:template>

 <xsl:template name="verdicts">
  <section aria-labelledby="verdicts">
   <h2 id="verdicts">Verdicts</h2>
   <div class="wide" tabindex="0" role="region" aria-label="Verdicts">
    <table class="prose">
     <caption>Messages by outcome under the policy. A pass speaks of the boundary hop and of what is attested, not of the whole way.</caption>
     <thead><tr><th scope="col">Outcome</th><th scope="col" class="n">Messages</th><th scope="col" class="n">Share</th><th scope="col">Meaning</th></tr></thead>
     <tbody>
      <tr><th scope="row"><span class="badge fail">FAIL</span></th><td class="n"><xsl:call-template name="grouped"><xsl:with-param name="n" select="$totals/@fail"/></xsl:call-template></td><td class="n"><xsl:call-template name="percent"><xsl:with-param name="n" select="$totals/@fail"/><xsl:with-param name="of" select="$totals/@messages"/></xsl:call-template></td><td>A finding fails the message under the policy.</td></tr>
      <tr><th scope="row"><span class="badge indeterminate">INDETERMINATE</span></th><td class="n"><xsl:call-template name="grouped"><xsl:with-param name="n" select="$totals/@indeterminate"/></xsl:call-template></td><td class="n"><xsl:call-template name="percent"><xsl:with-param name="n" select="$totals/@indeterminate"/><xsl:with-param name="of" select="$totals/@messages"/></xsl:call-template></td><td>The headers settle nothing.</td></tr>
      <tr><th scope="row"><span class="badge pass">PASS</span></th><td class="n"><xsl:call-template name="grouped"><xsl:with-param name="n" select="$totals/@pass"/></xsl:call-template></td><td class="n"><xsl:call-template name="percent"><xsl:with-param name="n" select="$totals/@pass"/><xsl:with-param name="of" select="$totals/@messages"/></xsl:call-template></td><td>No finding fails the message, and none leaves it open.</td></tr>
     </tbody>
    </table>
   </div>
   <xsl:for-each select="$summary/r:path-sums">
    <p class="note">Without a Received field that could be read: <xsl:value-of select="@without-hops"/>. No hop attested: <xsl:value-of select="@without-horizon"/>. No boundary hop: <xsl:value-of select="@without-boundary"/>. Boundary hop without a certain time: <xsl:value-of select="@undated-boundary"/>. These counts overlap.</p>
   </xsl:for-each>
  </section>
 </xsl:template>

 <xsl:template name="shares">
  <section aria-labelledby="tls">
   <h2 id="tls">TLS of the hops</h2>
   <div class="wide" tabindex="0" role="region" aria-label="TLS of the hops">
    <table>
     <caption>By evidence and scope. Attested hops and claims are never added up: the base of each percentage is the row.</caption>
     <thead><tr><th scope="col">Evidence</th><th scope="col">Scope</th><th scope="col" class="n">Hops</th><th scope="col" class="n">TLS stated</th><th scope="col" class="n">Clear text</th><th scope="col" class="n">Not recorded</th><th scope="col" class="n">Not SMTP</th><th scope="col" class="n">Contra<wbr/>dicted</th><th scope="col">Share</th><th scope="col">Grades of TLS, then</th><th scope="col">Today</th></tr></thead>
     <tbody>
      <xsl:for-each select="$summary/r:tls-shares/r:tls-share">
       <tr>
        <th scope="row"><xsl:value-of select="@evidence"/></th><td><xsl:value-of select="@scope"/></td><td class="n"><xsl:call-template name="grouped"><xsl:with-param name="n" select="@hops"/></xsl:call-template></td>
        <td class="n"><xsl:call-template name="grouped"><xsl:with-param name="n" select="@yes"/></xsl:call-template> (<xsl:call-template name="percent"><xsl:with-param name="n" select="@yes"/><xsl:with-param name="of" select="@hops"/></xsl:call-template>)</td>
        <td class="n"><xsl:call-template name="grouped"><xsl:with-param name="n" select="@no"/></xsl:call-template> (<xsl:call-template name="percent"><xsl:with-param name="n" select="@no"/><xsl:with-param name="of" select="@hops"/></xsl:call-template>)</td>
        <td class="n"><xsl:call-template name="grouped"><xsl:with-param name="n" select="@unrecorded"/></xsl:call-template></td><td class="n"><xsl:call-template name="grouped"><xsl:with-param name="n" select="@not-smtp"/></xsl:call-template></td><td class="n"><xsl:call-template name="grouped"><xsl:with-param name="n" select="@contradicted"/></xsl:call-template></td>
        <td><xsl:call-template name="share-bar"/></td>
        <td class="t"><xsl:call-template name="grade-list"><xsl:with-param name="strong" select="@then-strong"/><xsl:with-param name="acceptable" select="@then-acceptable"/><xsl:with-param name="weak" select="@then-weak"/><xsl:with-param name="broken" select="@then-broken"/><xsl:with-param name="none" select="@then-none"/></xsl:call-template></td>
        <td class="t"><xsl:call-template name="grade-list"><xsl:with-param name="strong" select="@now-strong"/><xsl:with-param name="acceptable" select="@now-acceptable"/><xsl:with-param name="weak" select="@now-weak"/><xsl:with-param name="broken" select="@now-broken"/><xsl:with-param name="none" select="@now-none"/></xsl:call-template></td>
       </tr>
      </xsl:for-each>
     </tbody>
    </table>
   </div>
   <div>
    <div class="wide" tabindex="0" role="region" aria-label="Versions of TLS">
     <table>
      <caption>Versions of TLS, in hops that state it</caption>
      <thead><tr><th scope="col">Version</th><th scope="col" class="n">Attested</th><th scope="col" class="n">Partner</th><th scope="col" class="n">Claimed</th><th scope="col" class="n">Unattri<wbr/>butable</th></tr></thead>
      <tbody>
       <xsl:for-each select="$summary/r:version-sums/r:version-sum">
        <tr><th scope="row"><xsl:choose><xsl:when test="not(@version-low)">not stated</xsl:when><xsl:when test="@version-low = @version-high"><xsl:value-of select="@version-low"/></xsl:when><xsl:otherwise><xsl:value-of select="concat(@version-low, ' to ', @version-high)"/></xsl:otherwise></xsl:choose></th><xsl:call-template name="evidence-cells"/></tr>
       </xsl:for-each>
      </tbody>
     </table>
    </div>
    <div class="wide" tabindex="0" role="region" aria-label="Cipher suites">
     <table>
      <caption>Cipher suites, the most frequent first<xsl:if test="count($summary/r:suite-sums/r:suite-sum) &gt; 25">, 25 of <xsl:value-of select="count($summary/r:suite-sums/r:suite-sum)"/></xsl:if></caption>
      <thead><tr><th scope="col">Suite</th><th scope="col">Class</th><th scope="col" class="n">Attested</th><th scope="col" class="n">Partner</th><th scope="col" class="n">Claimed</th><th scope="col" class="n">Unattri<wbr/>butable</th></tr></thead>
      <tbody>
       <xsl:for-each select="$summary/r:suite-sums/r:suite-sum[position() &lt;= 25]">
        <tr><th scope="row"><xsl:choose><xsl:when test="@suite"><code><xsl:value-of select="@suite"/></code></xsl:when><xsl:when test="@ambiguous = 'true'">the name written can mean several</xsl:when><xsl:otherwise>not stated, or not known</xsl:otherwise></xsl:choose></th><td><xsl:value-of select="@class"/></td><xsl:call-template name="evidence-cells"/></tr>
       </xsl:for-each>
      </tbody>
     </table>
    </div>
   </div>
  </section>
 </xsl:template>

 <xsl:template name="evidence-cells">
  <td class="n"><xsl:value-of select="@attested"/></td><td class="n"><xsl:value-of select="@partner"/></td><td class="n"><xsl:value-of select="@claimed"/></td><td class="n"><xsl:value-of select="@unattributable"/></td>
 </xsl:template>

 <xsl:template name="grade-list">
  <xsl:param name="strong"/><xsl:param name="acceptable"/><xsl:param name="weak"/><xsl:param name="broken"/><xsl:param name="none"/>
  <xsl:if test="$strong &gt; 0"><xsl:value-of select="$strong"/> strong<br/></xsl:if>
  <xsl:if test="$acceptable &gt; 0"><xsl:value-of select="$acceptable"/> acceptable<br/></xsl:if>
  <xsl:if test="$weak &gt; 0"><xsl:value-of select="$weak"/> weak<br/></xsl:if>
  <xsl:if test="$broken &gt; 0"><xsl:value-of select="$broken"/> broken<br/></xsl:if>
  <xsl:if test="$none &gt; 0"><xsl:value-of select="$none"/> not graded</xsl:if>
 </xsl:template>

 <!-- A bar of one row's states of TLS; the numbers stand beside it. -->
 <xsl:template name="share-bar">
  <xsl:variable name="all" select="@yes + @no + @unrecorded + @not-smtp + @contradicted"/>
  <xsl:if test="$all &gt; 0">
   <svg xmlns="http://www.w3.org/2000/svg" class="share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
    <rect class="bar yes" x="0" y="0" height="10" width="{100 * @yes div $all}"/>
    <rect class="bar no" x="{100 * @yes div $all}" y="0" height="10" width="{100 * @no div $all}"/>
    <rect class="bar unrecorded" x="{100 * (@yes + @no) div $all}" y="0" height="10" width="{100 * @unrecorded div $all}"/>
    <rect class="bar other" x="{100 * (@yes + @no + @unrecorded) div $all}" y="0" height="10" width="{100 * (@not-smtp + @contradicted) div $all}"/>
   </svg>
  </xsl:if>
 </xsl:template>

 <!-- =============================================================== months -->

 <xsl:template name="months">
  <xsl:variable name="dated" select="$summary/r:month-sums/r:month-sum[@month]"/>
  <xsl:variable name="count" select="count($dated)"/>
  <xsl:variable name="shown" select="$dated[position() &gt; $count - 180]"/>
  <xsl:variable name="step" select="24 - 10 * (count($shown) &gt; 36)"/>
  <section aria-labelledby="months">
   <h2 id="months">Months</h2>
   <p class="note">A message belongs to the month of its newest attested stamp that can be placed. Each bar is all boundary hops of a month; how many these are stands in the table, and a month without messages is left out.<xsl:if test="$count &gt; 180"> The newest 180 months of <xsl:value-of select="$count"/> are drawn.</xsl:if></p>
   <xsl:if test="$shown">
    <figure>
     <h3>TLS share of the boundary hops</h3>
     <div class="wide" tabindex="0" role="region" aria-label="TLS share by month">
      <svg xmlns="http://www.w3.org/2000/svg" width="{$step * count($shown) + 46}" height="190" viewBox="0 0 {$step * count($shown) + 46} 190" role="img">
       <title>TLS share of the boundary hops by month</title>
       <desc>One bar a month from <xsl:value-of select="$shown[1]/@month"/> to <xsl:value-of select="$shown[last()]/@month"/>; the table below holds the numbers.</desc>
       <xsl:call-template name="scale"/>
       <xsl:for-each select="$shown">
        <xsl:call-template name="column">
         <xsl:with-param name="x" select="40 + $step * (position() - 1)"/><xsl:with-param name="width" select="$step - 4"/>
         <xsl:with-param name="a" select="@boundary-yes"/><xsl:with-param name="b" select="@boundary-unrecorded"/><xsl:with-param name="c" select="@boundary-not-smtp + @boundary-contradicted"/><xsl:with-param name="d" select="@boundary-no"/>
         <xsl:with-param name="classes" select="'bar yes|bar unrecorded|bar other|bar no'"/>
         <xsl:with-param name="words" select="concat(@month, ': TLS ', @boundary-yes, ', clear text ', @boundary-no, ', not recorded ', @boundary-unrecorded, ', other ', @boundary-not-smtp + @boundary-contradicted)"/>
        </xsl:call-template>
       </xsl:for-each>
      </svg>
     </div>
     <figcaption>
      <ul class="legend">
       <xsl:call-template name="swatch"><xsl:with-param name="class" select="'sw yes'"/><xsl:with-param name="text" select="'TLS stated'"/></xsl:call-template>
       <xsl:call-template name="swatch"><xsl:with-param name="class" select="'sw unrecorded'"/><xsl:with-param name="text" select="'not recorded'"/></xsl:call-template>
       <xsl:call-template name="swatch"><xsl:with-param name="class" select="'sw other'"/><xsl:with-param name="text" select="'not SMTP, or contradicted'"/></xsl:call-template>
       <xsl:call-template name="swatch"><xsl:with-param name="class" select="'sw no'"/><xsl:with-param name="text" select="'clear text'"/></xsl:call-template>
      </ul>
     </figcaption>
    </figure>
    <figure>
     <h3>Versions of the boundary hops with TLS</h3>
     <div class="wide" tabindex="0" role="region" aria-label="Versions by month">
      <svg xmlns="http://www.w3.org/2000/svg" width="{$step * count($shown) + 46}" height="190" viewBox="0 0 {$step * count($shown) + 46} 190" role="img">
       <title>Versions of TLS of the boundary hops by month</title>
       <desc>One bar a month from <xsl:value-of select="$shown[1]/@month"/> to <xsl:value-of select="$shown[last()]/@month"/>; the table below holds the numbers.</desc>
       <xsl:call-template name="scale"/>
       <xsl:for-each select="$shown">
        <xsl:call-template name="column">
         <xsl:with-param name="x" select="40 + $step * (position() - 1)"/><xsl:with-param name="width" select="$step - 4"/>
         <xsl:with-param name="a" select="@boundary-tls1-3"/><xsl:with-param name="b" select="@boundary-tls1-2"/><xsl:with-param name="c" select="@boundary-version-unknown"/><xsl:with-param name="d" select="@boundary-tls1-1 + @boundary-tls1-0"/><xsl:with-param name="e" select="@boundary-ssl"/>
         <xsl:with-param name="classes" select="'bar v13|bar v12|bar unrecorded|bar v11|bar vold'"/>
         <xsl:with-param name="words" select="concat(@month, ': TLS 1.3 ', @boundary-tls1-3, ', TLS 1.2 ', @boundary-tls1-2, ', TLS 1.1 ', @boundary-tls1-1, ', TLS 1.0 ', @boundary-tls1-0, ', SSL ', @boundary-ssl, ', no one version ', @boundary-version-unknown)"/>
        </xsl:call-template>
       </xsl:for-each>
      </svg>
     </div>
     <figcaption>
      <ul class="legend">
       <xsl:call-template name="swatch"><xsl:with-param name="class" select="'sw v13'"/><xsl:with-param name="text" select="'TLS 1.3'"/></xsl:call-template>
       <xsl:call-template name="swatch"><xsl:with-param name="class" select="'sw v12'"/><xsl:with-param name="text" select="'TLS 1.2'"/></xsl:call-template>
       <xsl:call-template name="swatch"><xsl:with-param name="class" select="'sw unrecorded'"/><xsl:with-param name="text" select="'no one version stated'"/></xsl:call-template>
       <xsl:call-template name="swatch"><xsl:with-param name="class" select="'sw v11'"/><xsl:with-param name="text" select="'TLS 1.0 and 1.1'"/></xsl:call-template>
       <xsl:call-template name="swatch"><xsl:with-param name="class" select="'sw vold'"/><xsl:with-param name="text" select="'SSL 2 and 3'"/></xsl:call-template>
      </ul>
     </figcaption>
    </figure>
   </xsl:if>
   <details class="more">
    <xsl:if test="count($summary/r:month-sums/r:month-sum) &lt;= 12"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
    <summary>Table of the months</summary>
    <div class="wide" tabindex="0" role="region" aria-label="Table of the months">
     <table>
      <caption>Messages and boundary hops by month</caption>
      <thead><tr><th scope="col">Month</th><th scope="col" class="n">Messages</th><th scope="col" class="n">Pass</th><th scope="col" class="n">Fail</th><th scope="col" class="n">Indeter<wbr/>minate</th><th scope="col" class="n">TLS</th><th scope="col" class="n">Clear</th><th scope="col" class="n">Not recorded</th><th scope="col" class="n">1.3</th><th scope="col" class="n">1.2</th><th scope="col" class="n">1.1</th><th scope="col" class="n">1.0</th><th scope="col" class="n">SSL</th><th scope="col" class="n">No version</th></tr></thead>
      <tbody>
       <xsl:for-each select="$summary/r:month-sums/r:month-sum">
        <tr><th scope="row"><xsl:choose><xsl:when test="@month"><xsl:value-of select="@month"/></xsl:when><xsl:otherwise>not placed</xsl:otherwise></xsl:choose></th><td class="n"><xsl:value-of select="@messages"/></td><td class="n"><xsl:value-of select="@pass"/></td><td class="n"><xsl:value-of select="@fail"/></td><td class="n"><xsl:value-of select="@indeterminate"/></td><td class="n"><xsl:value-of select="@boundary-yes"/></td><td class="n"><xsl:value-of select="@boundary-no"/></td><td class="n"><xsl:value-of select="@boundary-unrecorded"/></td><td class="n"><xsl:value-of select="@boundary-tls1-3"/></td><td class="n"><xsl:value-of select="@boundary-tls1-2"/></td><td class="n"><xsl:value-of select="@boundary-tls1-1"/></td><td class="n"><xsl:value-of select="@boundary-tls1-0"/></td><td class="n"><xsl:value-of select="@boundary-ssl"/></td><td class="n"><xsl:value-of select="@boundary-version-unknown"/></td></tr>
       </xsl:for-each>
      </tbody>
     </table>
    </div>
   </details>
  </section>
 </xsl:template>

 <xsl:template name="scale" xmlns="http://www.w3.org/2000/svg">
  <g>
   <line class="axis" x1="36" y1="10" x2="36" y2="130"/>
   <text class="s" x="32" y="14" text-anchor="end">100%</text><text class="s" x="32" y="74" text-anchor="end">50</text><text class="s" x="32" y="132" text-anchor="end">0</text>
  </g>
 </xsl:template>

 <!-- One column of up to five stacked parts over 120 units, from below. -->
 <xsl:template name="column" xmlns="http://www.w3.org/2000/svg">
  <xsl:param name="x"/><xsl:param name="width"/><xsl:param name="words"/><xsl:param name="classes"/>
  <xsl:param name="a" select="0"/><xsl:param name="b" select="0"/><xsl:param name="c" select="0"/><xsl:param name="d" select="0"/><xsl:param name="e" select="0"/>
  <xsl:variable name="all" select="$a + $b + $c + $d + $e"/>
  <xsl:variable name="rest" select="substring-after($classes, '|')"/>
  <xsl:variable name="rest2" select="substring-after($rest, '|')"/>
  <xsl:variable name="rest3" select="substring-after($rest2, '|')"/>
  <g>
   <title><xsl:value-of select="$words"/></title>
   <xsl:if test="$all &gt; 0">
    <xsl:variable name="unit" select="120 div $all"/>
    <rect class="{substring-before($classes, '|')}" x="{$x}" width="{$width}" y="{130 - $unit * $a}" height="{$unit * $a}"/>
    <rect class="{substring-before($rest, '|')}" x="{$x}" width="{$width}" y="{130 - $unit * ($a + $b)}" height="{$unit * $b}"/>
    <rect class="{substring-before($rest2, '|')}" x="{$x}" width="{$width}" y="{130 - $unit * ($a + $b + $c)}" height="{$unit * $c}"/>
    <rect class="{substring-before(concat($rest3, '|'), '|')}" x="{$x}" width="{$width}" y="{130 - $unit * ($a + $b + $c + $d)}" height="{$unit * $d}"/>
    <xsl:if test="$e &gt; 0"><rect class="{substring-after($rest3, '|')}" x="{$x}" width="{$width}" y="10" height="{$unit * $e}"/></xsl:if>
   </xsl:if>
   <xsl:if test="$width &gt; 15 or substring(@month, string-length(@month) - 1) = '01' or position() = 1">
    <text class="s" transform="translate({$x + $width div 2 + 4} 186) rotate(-90)"><xsl:value-of select="@month"/></text>
   </xsl:if>
  </g>
 </xsl:template>

 <xsl:template name="swatch">
  <xsl:param name="class"/><xsl:param name="text"/>
  <li><svg xmlns="http://www.w3.org/2000/svg" width="22" height="14" viewBox="0 0 22 14" aria-hidden="true"><rect class="{$class}" width="22" height="14"/></svg><span><xsl:value-of select="$text"/></span></li>
 </xsl:template>

 <!-- Fills that can be told apart without colour. -->
 <xsl:template name="patterns">
  <svg xmlns="http://www.w3.org/2000/svg" width="0" height="0" aria-hidden="true">
   <defs>
    <pattern id="hatch-no" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="p-bg" width="6" height="6"/><line class="p-no" x1="2" y1="0" x2="2" y2="6"/></pattern>
    <pattern id="hatch-old" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><rect class="p-bg" width="6" height="6"/><line class="p-old" x1="2" y1="0" x2="2" y2="6"/></pattern>
    <pattern id="dots" width="5" height="5" patternUnits="userSpaceOnUse"><rect class="p-bg" width="5" height="5"/><circle class="p-dot" cx="2.5" cy="2.5" r="1"/></pattern>
    <pattern id="grid" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="p-bg" width="6" height="6"/><path class="p-grid" d="M0 0H6M0 0V6"/></pattern>
    <!-- of the diagrams: the head and letter of an edge, a mark of time, a box; a
         rule of the style that names what is around them does not find them -->
    <g id="e-yes-strong"><path class="tip" d="M118 -9h12l-6 9z"/><circle class="d" cx="124" cy="-33" r="9"/><text class="k" x="124" y="-29">S</text></g>
    <g id="e-yes-acceptable"><path class="tip" d="M118 -9h12l-6 9z"/><circle class="d" cx="124" cy="-33" r="9"/><text class="k" x="124" y="-29">A</text></g>
    <g id="e-yes-weak"><path class="tip" d="M118 -9h12l-6 9z"/><circle class="d" cx="124" cy="-33" r="9"/><text class="k" x="124" y="-29">W</text></g>
    <g id="e-yes-broken"><path class="tip" d="M118 -9h12l-6 9z"/><circle class="d" cx="124" cy="-33" r="9"/><text class="k" x="124" y="-29">B</text></g>
    <g id="e-yes-none"><path class="tip" d="M118 -9h12l-6 9z"/><circle class="d" cx="124" cy="-33" r="9"/><text class="k" x="124" y="-29">T</text></g>
    <g id="e-yes-"><path class="tip" d="M118 -9h12l-6 9z"/><circle class="d" cx="124" cy="-33" r="9"/><text class="k" x="124" y="-29">T</text></g>
    <g id="e-no"><path class="tip" d="M118 -9h12l-6 9z"/><circle class="d" cx="124" cy="-33" r="9"/><text class="k" x="124" y="-29">&#215;</text></g>
    <g id="e-unrecorded"><path class="tip" d="M118 -9h12l-6 9z"/><circle class="d" cx="124" cy="-33" r="9"/><text class="k" x="124" y="-29">?</text></g>
    <g id="e-not-smtp"><path class="tip" d="M118 -9h12l-6 9z"/><circle class="d" cx="124" cy="-33" r="9"/><text class="k" x="124" y="-29">&#8211;</text></g>
    <g id="e-contradicted"><path class="tip" d="M118 -9h12l-6 9z"/><circle class="d" cx="124" cy="-33" r="9"/><text class="k" x="124" y="-29">&#8800;</text></g>
    <circle id="tick" class="tick" cx="86" cy="18" r="4"/>
    <rect id="box" x="104" y="0" width="328" height="36" rx="6"/>
   </defs>
  </svg>
 </xsl:template>

 <!-- ================================================= hosts, counterparties -->

 <xsl:template name="hosts">
  <xsl:variable name="all" select="$summary/r:host-sums/r:host-sum"/>
  <section aria-labelledby="hosts">
   <h2 id="hosts">Boundary hosts</h2>
   <div class="wide" tabindex="0" role="region" aria-label="Boundary hosts">
    <table>
     <caption>Hosts of the own set that took messages from outside, the most messages first<xsl:if test="count($all) &gt; 100">; 100 of <xsl:value-of select="count($all)"/></xsl:if></caption>
     <thead><tr><th scope="col">Host</th><th scope="col" class="n">Messages</th><th scope="col" class="n">Pass</th><th scope="col" class="n">Fail</th><th scope="col" class="n">Indeter<wbr/>minate</th><th scope="col" class="n">TLS</th><th scope="col" class="n">Clear</th><th scope="col" class="n">Not recorded</th><th scope="col">TLS share</th><th scope="col">First stamp</th><th scope="col">Last stamp</th></tr></thead>
     <tbody>
      <xsl:for-each select="$all[position() &lt;= 100]">
       <tr><th scope="row"><xsl:call-template name="sum-name"/></th><td class="n"><xsl:call-template name="grouped"><xsl:with-param name="n" select="@messages"/></xsl:call-template></td><td class="n"><xsl:value-of select="@pass"/></td><td class="n"><xsl:value-of select="@fail"/></td><td class="n"><xsl:value-of select="@indeterminate"/></td><td class="n"><xsl:value-of select="@yes"/></td><td class="n"><xsl:value-of select="@no"/></td><td class="n"><xsl:value-of select="@unrecorded"/></td><td><xsl:call-template name="share-bar"/></td><td class="t"><xsl:value-of select="substring-before(@first, 'T')"/></td><td class="t"><xsl:value-of select="substring-before(@last, 'T')"/></td></tr>
      </xsl:for-each>
     </tbody>
    </table>
   </div>
  </section>
 </xsl:template>

 <xsl:template name="sum-name">
  <xsl:choose>
   <xsl:when test="r:name"><bdi><xsl:call-template name="cut"><xsl:with-param name="text" select="r:name"/><xsl:with-param name="to" select="120"/></xsl:call-template></bdi></xsl:when>
   <xsl:otherwise>none named</xsl:otherwise>
  </xsl:choose>
 </xsl:template>

 <xsl:template name="counterparties">
  <xsl:variable name="all" select="$summary/r:counterparty-sums/r:counterparty-sum"/>
  <section aria-labelledby="counterparties">
   <h2 id="counterparties">Counterparties</h2>
   <p class="note">Who sent in from outside, by the boundary hop: the organisational domain of the name that its host took from DNS, else the address. The name after HELO is never taken.</p>
   <div class="wide" tabindex="0" role="region" aria-label="Counterparties">
    <table>
     <caption>The most messages first<xsl:if test="count($all) &gt; 200">; 200 of <xsl:value-of select="count($all)"/></xsl:if></caption>
     <thead><tr><th scope="col">Counterparty</th><th scope="col">Named by</th><th scope="col" class="n">Messages</th><th scope="col" class="n">TLS</th><th scope="col" class="n">Clear</th><th scope="col" class="n">Not recorded</th><th scope="col">TLS share</th><th scope="col">Days with TLS</th><th scope="col">Days in clear text</th><th scope="col" class="n">Clear after TLS</th></tr></thead>
     <tbody>
      <xsl:for-each select="$all[position() &lt;= 200]">
       <tr><th scope="row"><xsl:call-template name="sum-name"/></th><td><xsl:choose><xsl:when test="@basis = 'rdns'">DNS name</xsl:when><xsl:when test="@basis = 'address'">address</xsl:when><xsl:otherwise>nothing</xsl:otherwise></xsl:choose></td><td class="n"><xsl:call-template name="grouped"><xsl:with-param name="n" select="@messages"/></xsl:call-template></td><td class="n"><xsl:value-of select="@yes"/></td><td class="n"><xsl:value-of select="@no"/></td><td class="n"><xsl:value-of select="@unrecorded"/></td><td><xsl:call-template name="share-bar"/></td><td><xsl:call-template name="days"><xsl:with-param name="first" select="@first-tls"/><xsl:with-param name="last" select="@last-tls"/></xsl:call-template></td><td><xsl:call-template name="days"><xsl:with-param name="first" select="@first-clear"/><xsl:with-param name="last" select="@last-clear"/></xsl:call-template></td><td class="n"><xsl:value-of select="@clear-after-tls"/></td></tr>
      </xsl:for-each>
     </tbody>
    </table>
   </div>
   <xsl:variable name="back" select="$all/r:regressions/r:regression"/>
   <xsl:if test="$back">
    <h3>From TLS to clear text</h3>
    <div class="wide" tabindex="0" role="region" aria-label="From TLS to clear text">
     <table>
      <caption>Days in clear text whose last day before, with either, had TLS<xsl:if test="count($back) &gt; 200">; 200 of those listed</xsl:if></caption>
      <thead><tr><th scope="col">Counterparty</th><th scope="col">Last day with TLS</th><th scope="col">Shown by</th><th scope="col">Day in clear text</th><th scope="col">Shown by</th></tr></thead>
      <tbody>
       <xsl:for-each select="$back[position() &lt;= 200]">
        <tr><th scope="row"><xsl:for-each select="../.."><xsl:call-template name="sum-name"/></xsl:for-each></th><td class="day"><xsl:value-of select="@tls-day"/></td><td><xsl:call-template name="message-link"><xsl:with-param name="index" select="@tls-message"/></xsl:call-template></td><td class="day"><xsl:value-of select="@clear-day"/></td><td><xsl:call-template name="message-link"><xsl:with-param name="index" select="@clear-message"/></xsl:call-template></td></tr>
       </xsl:for-each>
      </tbody>
     </table>
    </div>
   </xsl:if>
  </section>
 </xsl:template>

 <xsl:template name="days">
  <xsl:param name="first"/><xsl:param name="last"/>
  <xsl:choose>
   <xsl:when test="not($first)">none</xsl:when>
   <xsl:when test="$first = $last"><span class="day"><xsl:value-of select="$first"/></span></xsl:when>
   <xsl:otherwise><span class="day"><xsl:value-of select="$first"/> to</span><xsl:text> </xsl:text><span class="day"><xsl:value-of select="$last"/></span></xsl:otherwise>
  </xsl:choose>
 </xsl:template>

 <!-- ============================================================== findings -->

 <xsl:template name="findings">
  <section aria-labelledby="findings">
   <h2 id="findings">Findings</h2>
   <xsl:choose>
    <xsl:when test="$summary/r:finding-sums/r:finding-sum or $report/v:pages/v:finding-sum or $report/r:messages/r:message/r:findings/r:finding">
     <div class="wide" tabindex="0" role="region" aria-label="Findings by rule">
      <table>
       <caption>By rule. Those set aside are suppressed or mitigated under the policy and weigh nothing.</caption>
       <thead><tr><th scope="col">Rule</th><th scope="col">Title</th><th scope="col">Severity</th><th scope="col" class="n">Findings</th><xsl:if test="not($report/v:pages/v:finding-sum)"><th scope="col" class="n">Messages</th></xsl:if><th scope="col" class="n">Fail</th><th scope="col" class="n">Indeter<wbr/>minate</th><th scope="col" class="n">Warn</th><th scope="col" class="n">Info</th><th scope="col" class="n">Set aside</th></tr></thead>
       <tbody>
        <xsl:choose>
         <xsl:when test="$summary"><xsl:apply-templates select="$summary/r:finding-sums/r:finding-sum" mode="row"/></xsl:when>
         <xsl:when test="$report/v:pages/v:finding-sum"><xsl:apply-templates select="$report/v:pages/v:finding-sum" mode="row"><xsl:sort select="@id"/></xsl:apply-templates></xsl:when>
         <xsl:otherwise>
          <xsl:for-each select="$report/r:messages/r:message/r:findings/r:finding[generate-id() = generate-id(key('finding', @id)[1])]">
           <xsl:sort select="@id"/>
           <xsl:variable name="all" select="key('finding', @id)"/>
           <xsl:variable name="weigh" select="$all[@suppressed = 'false' and @mitigated = 'false']"/>
           <tr><th scope="row"><code><xsl:value-of select="@id"/></code></th><td><xsl:value-of select="r:title"/></td><td><xsl:value-of select="@severity"/></td><td class="n"><xsl:value-of select="count($all)"/></td><td class="n"><xsl:value-of select="count($all/../..)"/></td><td class="n"><xsl:value-of select="count($weigh[@effect = 'fail'])"/></td><td class="n"><xsl:value-of select="count($weigh[@effect = 'indeterminate'])"/></td><td class="n"><xsl:value-of select="count($weigh[@effect = 'warn'])"/></td><td class="n"><xsl:value-of select="count($weigh[@effect = 'info'])"/></td><td class="n"><xsl:value-of select="count($all) - count($weigh)"/></td></tr>
          </xsl:for-each>
         </xsl:otherwise>
        </xsl:choose>
       </tbody>
      </table>
     </div>
    </xsl:when>
    <xsl:otherwise><p>None.</p></xsl:otherwise>
   </xsl:choose>
   <xsl:if test="$report/r:catalogue/r:rule-texts/r:rule-text">
    <details class="more">
     <summary>What the rules mean, and what their findings do not prove</summary>
     <xsl:for-each select="$report/r:catalogue/r:rule-texts/r:rule-text">
      <article class="finding" id="rule-{@id}">
       <h4><code><xsl:value-of select="@id"/></code><xsl:text> </xsl:text><xsl:value-of select="r:title"/></h4>
       <p><xsl:value-of select="r:rationale"/></p>
       <dl class="facts">
        <dt>Does not prove</dt><dd><xsl:value-of select="r:not-proved"/></dd>
        <dt>Source</dt><dd><xsl:value-of select="r:source"/></dd>
        <dt>What can be done</dt><dd><xsl:value-of select="r:remedy"/></dd>
       </dl>
      </article>
     </xsl:for-each>
    </details>
   </xsl:if>
  </section>
 </xsl:template>

 <xsl:template match="r:finding-sum | v:finding-sum" mode="row">
  <tr><th scope="row"><xsl:choose><xsl:when test="key('rule-text', @id)"><a href="#rule-{@id}"><code><xsl:value-of select="@id"/></code></a></xsl:when><xsl:otherwise><code><xsl:value-of select="@id"/></code></xsl:otherwise></xsl:choose></th><td><xsl:value-of select="key('rule-text', @id)/r:title | @title"/></td><td><xsl:value-of select="@severity"/></td><td class="n"><xsl:call-template name="grouped"><xsl:with-param name="n" select="@count"/></xsl:call-template></td><xsl:if test="@messages"><td class="n"><xsl:call-template name="grouped"><xsl:with-param name="n" select="@messages"/></xsl:call-template></td></xsl:if><td class="n"><xsl:call-template name="grouped"><xsl:with-param name="n" select="@fail"/></xsl:call-template></td><td class="n"><xsl:call-template name="grouped"><xsl:with-param name="n" select="@indeterminate"/></xsl:call-template></td><td class="n"><xsl:call-template name="grouped"><xsl:with-param name="n" select="@warn"/></xsl:call-template></td><td class="n"><xsl:call-template name="grouped"><xsl:with-param name="n" select="@info"/></xsl:call-template></td><td class="n"><xsl:call-template name="grouped"><xsl:with-param name="n" select="@set-aside"/></xsl:call-template></td></tr>
 </xsl:template>

 <!-- ============================================================== controls -->

 <xsl:template name="controls">
  <section aria-labelledby="controls">
   <h2 id="controls">Control catalogues</h2>
   <xsl:choose>
    <xsl:when test="//r:control">
     <p class="note">Clauses that a public crosswalk links to the rules that found something. That is not to say that they demand anything.</p>
     <xsl:for-each select="//r:control[generate-id() = generate-id(key('catalogue', @catalogue)[1])]">
      <h3><xsl:value-of select="@title"/></h3>
      <div class="wide" tabindex="0" role="region" aria-label="{@title}">
       <table>
        <thead><tr><th scope="col">Clauses</th><th scope="col">Rule</th><th scope="col">Title of the rule</th><th scope="col" class="n">Findings</th></tr></thead>
        <tbody>
         <xsl:for-each select="key('catalogue', @catalogue)">
          <xsl:sort select="../../@id"/>
          <xsl:variable name="owner" select="../.."/>
          <!-- A finding's own list counts once a rule. -->
          <xsl:if test="$owner/self::r:rule-text or generate-id($owner) = generate-id(key('finding', $owner/@id)[1])">
           <tr><td><xsl:value-of select="."/></td><th scope="row"><code><xsl:value-of select="$owner/@id"/></code></th><td><xsl:value-of select="$owner/r:title"/></td><td class="n"><xsl:choose><xsl:when test="$summary"><xsl:value-of select="sum($summary/r:finding-sums/r:finding-sum[@id = $owner/@id]/@count)"/></xsl:when><xsl:when test="$report/v:pages"><xsl:value-of select="sum($report/v:pages/v:finding-sum[@id = $owner/@id]/@count)"/></xsl:when><xsl:otherwise><xsl:value-of select="count(key('finding', $owner/@id))"/></xsl:otherwise></xsl:choose></td></tr>
          </xsl:if>
         </xsl:for-each>
        </tbody>
       </table>
      </div>
     </xsl:for-each>
    </xsl:when>
    <xsl:otherwise><p>No finding names a clause: the policy selects no catalogue, or nothing was found.</p></xsl:otherwise>
   </xsl:choose>
  </section>
 </xsl:template>

 <!-- =========================================================== cover sheet -->

 <xsl:template name="cover">
  <xsl:variable name="run" select="$report/u:run"/>
  <section class="cover" aria-labelledby="cover">
   <h2 id="cover">Cover sheet</h2>
   <h3>Scope</h3>
   <p><xsl:call-template name="grouped"><xsl:with-param name="n" select="$totals/@messages"/></xsl:call-template> message<xsl:if test="$totals/@messages != 1">s</xsl:if> of <xsl:call-template name="grouped"><xsl:with-param name="n" select="$totals/@inputs"/></xsl:call-template> input<xsl:if test="$totals/@inputs != 1">s</xsl:if><xsl:if test="$totals/@input-bytes"> (<xsl:call-template name="grouped"><xsl:with-param name="n" select="$totals/@input-bytes"/></xsl:call-template> bytes)</xsl:if>, with <xsl:call-template name="grouped"><xsl:with-param name="n" select="$totals/@hops"/></xsl:call-template> recorded hops.<xsl:choose><xsl:when test="$totals/@inputs-failed &gt; 0"><xsl:text> </xsl:text><strong><xsl:value-of select="$totals/@inputs-failed"/> input<xsl:if test="$totals/@inputs-failed != 1">s were</xsl:if><xsl:if test="$totals/@inputs-failed = 1"> was</xsl:if> not, or not fully, read</strong>; each is named under <a href="#inputs">Inputs</a>.</xsl:when><xsl:otherwise> Every input was read to its end.</xsl:otherwise></xsl:choose><xsl:if test="$totals/@left-out &gt; 0"><xsl:text> </xsl:text><strong><xsl:call-template name="grouped"><xsl:with-param name="n" select="$totals/@left-out"/></xsl:call-template> name<xsl:if test="$totals/@left-out != 1">s</xsl:if> in folders and containers</strong> (links, hidden names, what mail programs keep beside mail, what is no mail by its content) w<xsl:choose><xsl:when test="$totals/@left-out = 1">as</xsl:when><xsl:otherwise>ere</xsl:otherwise></xsl:choose> left out by rule and not read.</xsl:if><xsl:if test="$report/@detail = 'findings'"> Only messages with a finding that is more than information are listed: <xsl:call-template name="grouped"><xsl:with-param name="n" select="$totals/@listed"/></xsl:call-template>.</xsl:if><xsl:if test="$report/@detail = 'summary'"> No message is listed.</xsl:if></p>
   <h3>Method</h3>
   <dl class="facts">
    <dt>Made by</dt><dd><xsl:value-of select="concat($report/@tool, ' ', $report/@tool-version)"/></dd>
    <dt>Rule data of</dt><dd><xsl:value-of select="$report/@rule-date"/></dd>
    <dt>Today in a grade</dt><dd><xsl:value-of select="$report/r:policy/@as-of"/></dd>
    <dt>Policy</dt><dd><xsl:call-template name="policy-name"/></dd>
    <dt>TLS profile</dt><dd><xsl:value-of select="$report/r:policy/r:profile/@id"/></dd>
    <xsl:if test="$digest != ''"><dt>SHA-256 of the report</dt><dd><code><xsl:value-of select="$digest"/></code></dd></xsl:if>
   </dl>
   <p>The Received fields of each message were read as evidence: each hop is what its receiver wrote. Hops that hosts of the own set wrote, in an unbroken run from the newest field, are attested; all below the horizon are claims. A claim may count against a path, never for it; silence about TLS is not clear text, but where software is known to state TLS, its silence is told as such. Nothing was looked up.</p>
   <h3>Limits of the evidence</h3>
   <ul>
    <li>Headers show what hosts recorded of hops. They do not show that TLS was enforced, nor that anybody read or changed a message.</li>
    <li>They do not show what happened before the first attested hop, inside a host, after the newest hop, or to copies that were sent on.</li>
    <li>A verdict speaks of the policy named here, of the inputs listed here, and of nothing else.</li>
    <xsl:if test="$report/r:policy/@inferred = 'true'"><li>Names of the own set were inferred from the newest field of each message: no policy named them.</li></xsl:if>
    <xsl:for-each select="$summary/r:path-sums[@without-horizon + @without-boundary &gt; 0]">
     <li>No hop is attested in <xsl:call-template name="grouped"><xsl:with-param name="n" select="@without-horizon"/></xsl:call-template> messages, and in <xsl:call-template name="grouped"><xsl:with-param name="n" select="@without-boundary"/></xsl:call-template> no header shows where they came in from outside.</li>
    </xsl:for-each>
   </ul>
   <xsl:if test="$run">
    <h3>Who and when</h3>
    <xsl:if test="$run/u:examiner or $run/u:case or count($run/u:plan) &gt; 1">
     <dl class="facts">
      <xsl:if test="$run/u:examiner"><dt>Examiner, as stated</dt><dd><bdi><xsl:value-of select="$run/u:examiner"/></bdi></dd></xsl:if>
      <xsl:if test="$run/u:case"><dt>Case, as stated</dt><dd><bdi><xsl:value-of select="$run/u:case"/></bdi></dd></xsl:if>
      <xsl:if test="count($run/u:plan) &gt; 1"><dt>Merged from</dt><dd><xsl:value-of select="count($run/u:plan)"/> audits, whose runs follow in their order</dd></xsl:if>
     </dl>
    </xsl:if>
    <xsl:for-each select="$run/u:sittings/u:sitting">
     <dl class="facts">
      <dt>Step</dt><dd><xsl:value-of select="@role"/></dd>
      <dt>Started</dt><dd><xsl:value-of select="@started"/></dd>
      <xsl:if test="@finished"><dt>Finished</dt><dd><xsl:value-of select="@finished"/></dd></xsl:if>
      <xsl:if test="@time-source"><dt>Clock</dt><dd>of the system<xsl:choose><xsl:when test="@clock-synchronised = 'true'">, which was synchronised</xsl:when><xsl:when test="@clock-synchronised = 'false'">, which was not synchronised</xsl:when></xsl:choose></dd></xsl:if>
      <xsl:if test="@units"><dt>Units done</dt><dd><xsl:value-of select="@units"/><xsl:if test="count($run/u:plan) = 1"> of <xsl:value-of select="$run/u:plan/@units"/></xsl:if><xsl:if test="@jobs">, in <xsl:value-of select="@jobs"/> thread<xsl:if test="@jobs != 1">s</xsl:if></xsl:if></dd></xsl:if>
      <dt>User</dt><dd><bdi><xsl:value-of select="u:user"/></bdi></dd>
      <dt>Host</dt><dd><bdi><xsl:value-of select="u:host"/></bdi></dd>
      <dt>System</dt><dd><bdi><xsl:value-of select="u:system"/></bdi></dd>
      <dt>Command</dt><dd><code><xsl:for-each select="u:command/u:argument"><xsl:if test="position() &gt; 1"><xsl:text> </xsl:text></xsl:if><xsl:value-of select="."/></xsl:for-each></code></dd>
      <xsl:for-each select="u:workers/u:worker"><dt>Worker</dt><dd><code><xsl:value-of select="@name"/></code>, sandbox: <xsl:value-of select="@sandbox"/><xsl:for-each select="u:libraries/u:library"><xsl:choose><xsl:when test="position() = 1">; </xsl:when><xsl:otherwise>, </xsl:otherwise></xsl:choose><xsl:value-of select="@name"/><xsl:text> </xsl:text><xsl:value-of select="@version"/></xsl:for-each></dd></xsl:for-each>
      <xsl:if test="u:program/@sha256"><dt>Program</dt><dd>SHA-256 <code><xsl:value-of select="u:program/@sha256"/></code></dd></xsl:if>
     </dl>
    </xsl:for-each>
    <xsl:if test="$run/@sittings-unread"><p class="note">Runs not told here, for their notes cannot be read: <xsl:value-of select="$run/@sittings-unread"/>.</p></xsl:if>
    <p class="note">From the record of the run, exit status <xsl:value-of select="$run/@exit-status"/>, which names this report by its SHA-256.</p>
   </xsl:if>
   <div class="sign"><div>Prepared by, date</div><div>Reviewed by, date</div></div>
  </section>
 </xsl:template>

 <xsl:template name="policy-name">
  <xsl:choose>
   <xsl:when test="$report/r:policy/r:document"><xsl:for-each select="$report/r:policy/r:document"><bdi><xsl:value-of select="@id"/></bdi>, version <xsl:value-of select="r:edition"/> of <xsl:value-of select="@issued"/>, <bdi><xsl:value-of select="r:owner"/></bdi></xsl:for-each></xsl:when>
   <xsl:when test="$report/r:policy/@inferred = 'true'">inferred: the boundary hop must have used TLS that the rules of its day accept</xsl:when>
   <xsl:otherwise>the own set as stated by option</xsl:otherwise>
  </xsl:choose>
 </xsl:template>

 <!-- ======================================================== inputs, policy -->

 <xsl:template name="inputs">
  <xsl:variable name="all" select="$report/r:inputs/r:input"/>
  <section aria-labelledby="inputs">
   <h2 id="inputs">Inputs</h2>
   <div class="wide" tabindex="0" role="region" aria-label="Inputs">
    <table>
     <caption>What was read<xsl:if test="count($all) &gt; 500">: those not fully read, and the first 500 of <xsl:value-of select="count($all)"/></xsl:if></caption>
     <thead><tr><th scope="col" class="n">No.</th><th scope="col">Name</th><th scope="col">Kind</th><th scope="col" class="n">Messages</th><th scope="col" class="n">Bytes</th><th scope="col" class="n">Unparsed</th><th scope="col">State</th><th scope="col">SHA-256</th></tr></thead>
     <tbody>
      <xsl:for-each select="$all[position() &lt;= 500 or @complete = 'false' or r:failure]">
       <tr><td class="n"><xsl:value-of select="@number"/></td><th scope="row"><bdi><xsl:value-of select="r:label"/></bdi></th><td><xsl:value-of select="@kind"/></td><td class="n"><xsl:call-template name="grouped"><xsl:with-param name="n" select="@messages"/></xsl:call-template></td><td class="n"><xsl:call-template name="grouped"><xsl:with-param name="n" select="@size"/></xsl:call-template></td><td class="n"><xsl:call-template name="grouped"><xsl:with-param name="n" select="@unparsed-bytes"/></xsl:call-template></td><td><xsl:choose><xsl:when test="r:failure"><strong>not fully read</strong>: <xsl:value-of select="r:failure"/></xsl:when><xsl:when test="@complete = 'false'"><strong>not read to its end</strong></xsl:when><xsl:otherwise>complete</xsl:otherwise></xsl:choose><xsl:if test="@changed = 'true'">; <strong>it changed while it was read</strong></xsl:if><xsl:if test="r:troubles/r:trouble">; troubles with <xsl:value-of select="count(r:troubles/r:trouble)"/> of its files</xsl:if></td><td><xsl:choose><xsl:when test="@sha256"><code><xsl:value-of select="@sha256"/></code></xsl:when><xsl:otherwise>none</xsl:otherwise></xsl:choose></td></tr>
      </xsl:for-each>
     </tbody>
    </table>
   </div>
   <xsl:if test="$totals/@left-out &gt; 0">
    <details class="more">
     <summary>Left out by rule, not read: <xsl:call-template name="grouped"><xsl:with-param name="n" select="$totals/@left-out"/></xsl:call-template></summary>
     <ul><xsl:for-each select="$report/r:left-out/r:name[position() &lt;= 200]"><li><bdi><xsl:value-of select="."/></bdi><xsl:if test="@member">: <bdi><xsl:value-of select="@member"/></bdi></xsl:if>, <xsl:value-of select="@why"/></li></xsl:for-each></ul>
     <xsl:if test="$report/r:left-out/r:name[201]"><p class="note">The first 200; the report names all.</p></xsl:if>
    </details>
   </xsl:if>
   <xsl:if test="$all/r:troubles/r:trouble or $all/r:regions/r:region">
    <details class="more">
     <summary>What is odd about the inputs</summary>
     <ul>
      <xsl:for-each select="$all/r:troubles/r:trouble[position() &lt;= 200]"><li>Input <xsl:value-of select="../../@number"/>, <bdi><xsl:value-of select="@member"/></bdi>: <xsl:value-of select="."/></li></xsl:for-each>
      <xsl:for-each select="$all/r:regions/r:region[position() &lt;= 200]"><li>Input <xsl:value-of select="../../@number"/>, bytes <xsl:value-of select="@offset"/>&#8211;<xsl:value-of select="@offset + @length"/>: <code><xsl:value-of select="@token"/></code>, <xsl:value-of select="r:sentence"/></li></xsl:for-each>
     </ul>
    </details>
   </xsl:if>
  </section>
 </xsl:template>

 <xsl:template name="policy">
  <xsl:variable name="policy" select="$report/r:policy"/>
  <section aria-labelledby="policy">
   <h2 id="policy">Policy</h2>
   <dl class="facts">
    <dt>Policy</dt><dd><xsl:call-template name="policy-name"/></dd>
    <dt>SHA-256, canonical form</dt><dd><code><xsl:value-of select="$policy/@sha256"/></code></dd>
    <xsl:for-each select="$policy/r:document">
     <dt>Document</dt><dd><bdi><xsl:value-of select="r:name"/></bdi>, SHA-256 <code><xsl:value-of select="@sha256"/></code></dd>
     <xsl:for-each select="r:lists/r:list"><dt>List</dt><dd><bdi><xsl:value-of select="r:href"/></bdi>, <xsl:value-of select="@rows"/> rows, SHA-256 <code><xsl:value-of select="@sha256"/></code></dd></xsl:for-each>
    </xsl:for-each>
    <xsl:if test="$policy/r:members/r:member"><dt>Own set, stated</dt><dd><xsl:for-each select="$policy/r:members/r:member"><xsl:if test="position() &gt; 1">, </xsl:if><bdi><xsl:value-of select="."/></bdi></xsl:for-each></dd></xsl:if>
    <xsl:if test="$policy/@inferred = 'true'"><dt>Own set, inferred</dt><dd>from the newest field of each message</dd></xsl:if>
    <xsl:if test="$policy/r:recipients/r:recipient"><dt>Recipients asked for</dt><dd><xsl:for-each select="$policy/r:recipients/r:recipient"><xsl:if test="position() &gt; 1">, </xsl:if><bdi><xsl:value-of select="."/></bdi></xsl:for-each></dd></xsl:if>
    <dt>TLS profile</dt><dd><xsl:value-of select="$policy/r:profile/r:title"/><xsl:if test="$policy/r:profile/r:edition">, <xsl:value-of select="$policy/r:profile/r:edition"/></xsl:if> (<xsl:value-of select="$policy/r:profile/@id"/>, <xsl:choose><xsl:when test="$policy/r:profile/@stated = 'true'">stated: the verdict goes by it where it was in force</xsl:when><xsl:otherwise>default, beside the tool's own grades</xsl:otherwise></xsl:choose>)</dd>
    <xsl:for-each select="$policy/r:address-databases/r:address-database"><dt>Address database</dt><dd><bdi><xsl:value-of select="r:label"/></bdi>, <bdi><xsl:value-of select="r:type"/></bdi>, built <xsl:value-of select="@built"/>, SHA-256 <code><xsl:value-of select="@sha256"/></code></dd></xsl:for-each>
    <dt>Public suffix data</dt><dd><code><xsl:value-of select="$report/@suffix-data"/></code></dd>
    <xsl:if test="$report/r:limits"><dt>Limits changed</dt><dd><xsl:for-each select="$report/r:limits/r:limit"><xsl:if test="position() &gt; 1">, </xsl:if><code><xsl:value-of select="@name"/></code><xsl:value-of select="concat('&#160;', @value, ' ', @unit, ' (usually ', @usual, ')')"/></xsl:for-each></dd></xsl:if>
    <dt>Rules checked</dt><dd><xsl:for-each select="$policy/r:rules/r:rule"><xsl:if test="position() &gt; 1">, </xsl:if><code><xsl:value-of select="@id"/></code><xsl:text>&#160;</xsl:text><xsl:value-of select="@effect"/></xsl:for-each></dd>
   </dl>
  </section>
 </xsl:template>

 <xsl:template name="page-list">
  <section aria-labelledby="messages">
   <h2 id="messages">Messages</h2>
   <div class="wide" tabindex="0" role="region" aria-label="Pages of messages">
    <table>
     <caption>The messages that the report lists, by the page</caption>
     <thead><tr><th scope="col">Page</th><th scope="col">Messages</th><th scope="col" class="n">Fail</th><th scope="col" class="n">Indeterminate</th><th scope="col" class="n">Pass</th></tr></thead>
     <tbody>
      <xsl:for-each select="$report/v:pages/v:page">
       <tr><th scope="row"><a href="{concat('page-', format-number(@number, '00000'), '.html')}">Page <xsl:value-of select="@number"/></a></th><td><xsl:call-template name="grouped"><xsl:with-param name="n" select="@first"/></xsl:call-template>&#8211;<xsl:call-template name="grouped"><xsl:with-param name="n" select="@last"/></xsl:call-template></td><td class="n"><xsl:value-of select="@fail"/></td><td class="n"><xsl:value-of select="@indeterminate"/></td><td class="n"><xsl:value-of select="@pass"/></td></tr>
      </xsl:for-each>
     </tbody>
    </table>
   </div>
  </section>
 </xsl:template>

 <!-- ============================================================== messages -->

 <xsl:template name="messages">
  <section id="messages" aria-labelledby="messages-h">
   <h2 id="messages-h">Messages</h2>
   <xsl:choose>
    <xsl:when test="$report/@detail = 'findings'"><p class="note">Only messages with a finding that is more than information are listed: <xsl:call-template name="grouped"><xsl:with-param name="n" select="$totals/@listed"/></xsl:call-template> of <xsl:call-template name="grouped"><xsl:with-param name="n" select="$totals/@messages"/></xsl:call-template>.</p></xsl:when>
    <xsl:when test="$report/@detail = 'summary'"><p class="note">The report lists none.</p></xsl:when>
   </xsl:choose>
   <xsl:if test="$report/r:messages/r:message[2]">
    <fieldset class="filter">
     <legend>Show</legend>
     <label><input type="radio" name="only" id="only-all" checked="checked"/> all</label>
     <label><input type="radio" name="only" id="only-fail"/> fail</label>
     <label><input type="radio" name="only" id="only-indeterminate"/> indeterminate</label>
     <label><input type="radio" name="only" id="only-pass"/> pass</label>
    </fieldset>
   </xsl:if>
   <xsl:apply-templates select="$report/r:messages/r:message[position() &lt;= $count]"/>
  </section>
 </xsl:template>

 <xsl:template match="r:message">
  <xsl:variable name="outcome"><xsl:apply-templates select="." mode="outcome"/></xsl:variable>
  <xsl:variable name="number"><xsl:choose><xsl:when test="@index"><xsl:value-of select="@index"/></xsl:when><xsl:otherwise><xsl:value-of select="$before + position()"/></xsl:otherwise></xsl:choose></xsl:variable>
  <details class="message {$outcome}" id="m{$number}">
   <xsl:if test="$unfold"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
   <summary>
    <span class="by">#<xsl:value-of select="$number"/></span><xsl:text> </xsl:text>
    <span class="badge {$outcome}"><xsl:call-template name="loud"><xsl:with-param name="word" select="$outcome"/></xsl:call-template></span>
    <span class="subject"><bdi><xsl:choose><xsl:when test="r:quotes/r:quote[@field = 'subject'] != ''"><xsl:call-template name="cut"><xsl:with-param name="text" select="r:quotes/r:quote[@field = 'subject']"/><xsl:with-param name="to" select="160"/></xsl:call-template></xsl:when><xsl:otherwise>(no subject)</xsl:otherwise></xsl:choose></bdi></span>
    <span class="by"><xsl:if test="r:quotes/r:quote[@field = 'from'] != ''"><bdi><xsl:call-template name="cut"><xsl:with-param name="text" select="r:quotes/r:quote[@field = 'from']"/><xsl:with-param name="to" select="80"/></xsl:call-template></bdi> &#183; </xsl:if><xsl:call-template name="worst-date"/><xsl:value-of select="count(r:hops/r:hop)"/> hop<xsl:if test="count(r:hops/r:hop) != 1">s</xsl:if><xsl:if test="r:findings/r:finding"> &#183; <xsl:value-of select="count(r:findings/r:finding)"/> finding<xsl:if test="r:findings/r:finding[2]">s</xsl:if></xsl:if></span>
   </summary>
   <div class="inside">
    <xsl:call-template name="place"/>
    <xsl:call-template name="message-verdicts"/>
    <div class="side">
     <xsl:call-template name="diagram"><xsl:with-param name="number" select="$number"/></xsl:call-template>
     <div>
      <xsl:apply-templates select="r:findings"/>
      <xsl:call-template name="coverage"/>
     </div>
    </div>
    <xsl:apply-templates select="r:hops"/>
    <xsl:call-template name="rest"/>
   </div>
  </details>
 </xsl:template>

 <!-- The day of the newest hop, in the line that opens a message. -->
 <xsl:template name="worst-date">
  <xsl:variable name="utc" select="r:hops/r:hop[last()]/r:stamp/@utc"/>
  <xsl:if test="$utc"><xsl:value-of select="substring-before($utc, 'T')"/> &#183; </xsl:if>
 </xsl:template>

 <xsl:template name="place">
  <dl class="facts">
   <xsl:for-each select="r:quotes/r:quote[@field != 'subject']">
    <dt><xsl:choose><xsl:when test="@field = 'message-id'">Message-ID</xsl:when><xsl:when test="@field = 'from'">From</xsl:when><xsl:when test="@field = 'to'">To</xsl:when><xsl:when test="@field = 'date'">Date</xsl:when><xsl:otherwise>Cc</xsl:otherwise></xsl:choose></dt>
    <dd><bdi><xsl:value-of select="."/></bdi><xsl:if test="@cut = 'true'"> (cut)</xsl:if></dd>
   </xsl:for-each>
   <dt>Stands in</dt>
   <dd><bdi><xsl:value-of select="key('input', @input)/r:label"/></bdi><xsl:if test="@member">, <bdi><xsl:value-of select="@member"/></bdi></xsl:if>, message <xsl:value-of select="@number"/>, bytes <xsl:value-of select="@offset"/>&#8211;<xsl:value-of select="@offset + @length"/></dd>
   <dt>SHA-256</dt><dd><xsl:choose><xsl:when test="@sha256"><code><xsl:value-of select="@sha256"/></code></xsl:when><xsl:otherwise>none</xsl:otherwise></xsl:choose></dd>
   <xsl:if test="@duplicate-of"><dt>Duplicate</dt><dd>the same bytes as <xsl:call-template name="message-link"><xsl:with-param name="index" select="@duplicate-of"/></xsl:call-template></dd></xsl:if>
   <xsl:if test="r:learned/@resend-of"><dt>Sent again</dt><dd>without the protection of <xsl:call-template name="message-link"><xsl:with-param name="index" select="r:learned/@resend-of"/></xsl:call-template></dd></xsl:if>
   <xsl:if test="@header-cut = 'true'"><dt>Header</dt><dd>longer than the limit, so not all of it was read</dd></xsl:if>
   <dt>Own set</dt><dd><xsl:choose><xsl:when test="r:path/r:own-set"><bdi><xsl:value-of select="r:path/r:own-set"/></bdi></xsl:when><xsl:otherwise>none that could be named</xsl:otherwise></xsl:choose></dd>
  </dl>
  <p class="note">Subject, From, To and Date are the author's words: no evidence, and nothing is decided by them.</p>
 </xsl:template>

 <xsl:template name="message-verdicts">
  <div class="wide" tabindex="0" role="region" aria-label="Verdicts of the message">
   <table class="prose stack">
    <thead><tr><th scope="col">Verdict</th><th scope="col">Recipient</th><th scope="col">Why</th></tr></thead>
    <tbody>
     <xsl:for-each select="r:verdicts/r:verdict">
      <tr><th scope="row"><span class="badge {@outcome}"><xsl:call-template name="loud"><xsl:with-param name="word" select="@outcome"/></xsl:call-template></span></th><td><xsl:if test="r:recipient"><bdi><xsl:value-of select="r:recipient"/></bdi>, </xsl:if><xsl:call-template name="recipient-from"><xsl:with-param name="of" select="@recipient-from"/></xsl:call-template></td><td><xsl:choose><xsl:when test="r:reason"><xsl:value-of select="r:reason"/></xsl:when><xsl:when test="@rests-on">rests on <xsl:value-of select="@rests-on"/></xsl:when><xsl:otherwise>no finding weighs against it</xsl:otherwise></xsl:choose></td></tr>
     </xsl:for-each>
    </tbody>
   </table>
  </div>
 </xsl:template>

 <xsl:template match="r:findings">
  <h3>Findings</h3>
  <xsl:if test="not(r:finding)"><p>None.</p></xsl:if>
  <xsl:apply-templates select="r:finding"/>
 </xsl:template>

 <xsl:template match="r:finding">
  <xsl:variable name="text" select="key('rule-text', @id)"/>
  <xsl:variable name="aside" select="@suppressed = 'true' or @mitigated = 'true'"/>
  <article class="finding {@effect}">
   <h4><xsl:choose><xsl:when test="$aside"><span class="badge quiet">SET ASIDE</span></xsl:when><xsl:otherwise><span class="badge {@effect}"><xsl:call-template name="loud"><xsl:with-param name="word" select="@effect"/></xsl:call-template></span></xsl:otherwise></xsl:choose><xsl:text> </xsl:text><code><xsl:value-of select="@id"/></code><xsl:text> </xsl:text><xsl:choose><xsl:when test="$text"><xsl:value-of select="$text/r:title"/></xsl:when><xsl:otherwise><xsl:value-of select="r:title"/></xsl:otherwise></xsl:choose></h4>
   <p><xsl:value-of select="r:sentence"/></p>
   <xsl:if test="r:set-aside"><p>Set aside: <xsl:value-of select="r:set-aside"/></p></xsl:if>
   <xsl:if test="r:recipient"><p>For <bdi><xsl:value-of select="r:recipient"/></bdi> alone.</p></xsl:if>
   <xsl:if test="@hop"><xsl:variable name="hop" select="string(@hop)"/><xsl:call-template name="marked"><xsl:with-param name="hop" select="../../r:hops/r:hop[@number = $hop]"/></xsl:call-template></xsl:if>
   <dl class="facts">
    <dt>Does not prove</dt><dd><xsl:choose><xsl:when test="r:not-proved"><xsl:value-of select="r:not-proved"/></xsl:when><xsl:otherwise><xsl:value-of select="$text/r:not-proved"/></xsl:otherwise></xsl:choose></dd>
    <dt>Severity</dt><dd><xsl:value-of select="@severity"/></dd>
    <xsl:choose>
     <xsl:when test="$text">
      <xsl:if test="$part = 'whole'"><dt>Rule</dt><dd><a href="#rule-{@id}">rationale, source and remedy</a></dd></xsl:if>
      <xsl:if test="$part != 'whole'"><dt>Source</dt><dd><xsl:value-of select="$text/r:source"/></dd></xsl:if>
     </xsl:when>
     <xsl:otherwise>
      <dt>Rationale</dt><dd><xsl:value-of select="r:rationale"/></dd>
      <dt>Source</dt><dd><xsl:value-of select="r:source"/></dd>
      <dt>What can be done</dt><dd><xsl:value-of select="r:remedy"/></dd>
      <xsl:for-each select="r:controls/r:control"><dt><xsl:value-of select="@title"/></dt><dd><xsl:value-of select="."/></dd></xsl:for-each>
     </xsl:otherwise>
    </xsl:choose>
   </dl>
  </article>
 </xsl:template>

 <!-- =========================================================== marked bytes -->

 <!-- The raw field of a hop, the bytes that a finding rests on marked: hopreport
      counts the characters, which a template can do only so far. -->
 <xsl:template name="marked">
  <xsl:param name="hop"/>
  <xsl:if test="$hop/r:raw">
   <xsl:variable name="raw" select="string($hop/r:raw)"/>
   <xsl:variable name="place"><xsl:choose><xsl:when test="v:mark"><xsl:value-of select="concat(v:mark/@from, ' ', v:mark/@count)"/></xsl:when><xsl:otherwise><xsl:call-template name="mark-place"><xsl:with-param name="hop" select="$hop"/><xsl:with-param name="raw" select="$raw"/></xsl:call-template></xsl:otherwise></xsl:choose></xsl:variable>
   <xsl:variable name="from" select="substring-before($place, ' ')"/>
   <xsl:variable name="length" select="substring-after($place, ' ')"/>
   <pre><xsl:choose><xsl:when test="$length != ''"><xsl:call-template name="lines"><xsl:with-param name="text" select="substring($raw, 1, $from)"/></xsl:call-template><mark><xsl:value-of select="substring($raw, $from + 1, $length)"/></mark><xsl:call-template name="lines"><xsl:with-param name="text" select="substring($raw, $from + $length + 1)"/></xsl:call-template></xsl:when><xsl:otherwise><xsl:call-template name="lines"><xsl:with-param name="text" select="$raw"/></xsl:call-template></xsl:otherwise></xsl:choose></pre>
   <p class="note">Hop <xsl:value-of select="$hop/@number"/>, field of bytes <xsl:value-of select="$hop/@offset"/>&#8211;<xsl:value-of select="$hop/@offset + $hop/@length"/> of the message<xsl:if test="@length &gt; 0">; the finding rests on bytes <xsl:value-of select="@offset"/>&#8211;<xsl:value-of select="@offset + @length"/><xsl:if test="$length = ''">, which are not marked here</xsl:if></xsl:if>.<xsl:if test="$hop/r:raw/@shown &lt; $hop/@length"> The first <xsl:value-of select="$hop/r:raw/@shown"/> bytes are shown.</xsl:if></p>
  </xsl:if>
 </xsl:template>

 <!-- Where in the raw field of a hop the bytes of a finding stand: how many
      characters come before, a blank, how many they are; the blank alone where
      that cannot be told. -->
 <xsl:template name="mark-place">
  <xsl:param name="hop"/>
  <xsl:param name="raw"/>
  <xsl:variable name="skip" select="@offset - $hop/@offset"/>
  <xsl:variable name="from"><xsl:if test="not($report/r:redaction) and @length &gt; 0 and $skip &gt;= 0 and $skip + @length &lt;= $hop/r:raw/@shown"><xsl:call-template name="characters"><xsl:with-param name="text" select="$raw"/><xsl:with-param name="bytes" select="$skip"/></xsl:call-template></xsl:if></xsl:variable>
  <xsl:value-of select="concat($from, ' ')"/>
  <xsl:if test="$from != ''"><xsl:call-template name="characters"><xsl:with-param name="text" select="substring($raw, $from + 1)"/><xsl:with-param name="bytes" select="@length"/></xsl:call-template></xsl:if>
 </xsl:template>

 <!-- An escaped text, a new line begun after each line feed of it. -->
 <xsl:template name="lines">
  <xsl:param name="text"/>
  <xsl:param name="turns" select="200"/>
  <xsl:choose>
   <xsl:when test="contains($text, '\n') and substring-after($text, '\n') != '' and $turns &gt; 0">
    <xsl:value-of select="concat(substring-before($text, '\n'), '\n&#10;')"/>
    <xsl:call-template name="lines"><xsl:with-param name="text" select="substring-after($text, '\n')"/><xsl:with-param name="turns" select="$turns - 1"/></xsl:call-template>
   </xsl:when>
   <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
  </xsl:choose>
 </xsl:template>

 <!-- How many characters of an escaped text stand for so many bytes; nothing
      where that cannot be told: among characters beyond ASCII, within an
      escape, or after so many of them that a template would nest too deep. -->
 <!-- The frequent ones first: translate() looks from the left. -->
 <xsl:variable name="ascii"> etaoinsrhldcumfpgwybvk.-0123456789()xjqzESMTPR:;@_[]!"#$%&amp;'*+,/&lt;=&gt;?ABCDFGHIJKLNOQUVWXYZ\^`{|}~</xsl:variable>
 <xsl:template name="characters">
  <xsl:param name="text"/>
  <xsl:param name="bytes"/>
  <xsl:param name="done" select="0"/>
  <xsl:param name="turns" select="400"/>
  <xsl:variable name="plain" select="substring-before(concat($text, '\'), '\')"/>
  <xsl:variable name="run" select="substring($plain, 1, $bytes)"/>
  <xsl:choose>
   <xsl:when test="translate($run, $ascii, '') != ''"/>
   <xsl:when test="string-length($plain) &gt;= $bytes"><xsl:value-of select="$done + $bytes"/></xsl:when>
   <xsl:otherwise>
    <xsl:variable name="escape" select="substring($text, string-length($plain) + 1)"/>
    <xsl:variable name="size" select="2 + 2 * starts-with($escape, '\x')"/>
    <xsl:choose>
     <xsl:when test="$turns = 0 or string-length($escape) &lt; $size"/>
     <xsl:when test="not(starts-with($escape, '\u{'))">
      <xsl:if test="$bytes &gt; string-length($plain)">
       <xsl:call-template name="characters">
        <xsl:with-param name="text" select="substring($escape, $size + 1)"/>
        <xsl:with-param name="bytes" select="$bytes - string-length($plain) - 1"/>
        <xsl:with-param name="done" select="$done + string-length($plain) + $size"/>
        <xsl:with-param name="turns" select="$turns - 1"/>
       </xsl:call-template>
      </xsl:if>
     </xsl:when>
     <xsl:otherwise>
      <xsl:variable name="hex" select="substring-before(substring($escape, 4), '}')"/>
      <xsl:variable name="worth"><xsl:call-template name="utf8-length"><xsl:with-param name="hex" select="$hex"/></xsl:call-template></xsl:variable>
      <xsl:if test="$bytes &gt;= string-length($plain) + $worth">
       <xsl:call-template name="characters">
        <xsl:with-param name="text" select="substring($escape, string-length($hex) + 5)"/>
        <xsl:with-param name="bytes" select="$bytes - string-length($plain) - $worth"/>
        <xsl:with-param name="done" select="$done + string-length($plain) + string-length($hex) + 4"/>
        <xsl:with-param name="turns" select="$turns - 1"/>
       </xsl:call-template>
      </xsl:if>
     </xsl:otherwise>
    </xsl:choose>
   </xsl:otherwise>
  </xsl:choose>
 </xsl:template>

 <!-- Bytes of a code point in UTF-8 (RFC 3629 3). -->
 <xsl:template name="utf8-length">
  <xsl:param name="hex"/>
  <xsl:choose>
   <xsl:when test="starts-with($hex, '0') and string-length($hex) &gt; 1"><xsl:call-template name="utf8-length"><xsl:with-param name="hex" select="substring($hex, 2)"/></xsl:call-template></xsl:when>
   <xsl:when test="string-length($hex) &lt;= 2 and not(string-length($hex) = 2 and translate(substring($hex, 1, 1), '89ABCDEFabcdef', '') = '')">1</xsl:when>
   <xsl:when test="string-length($hex) = 2">2</xsl:when>
   <xsl:when test="string-length($hex) = 3 and translate(substring($hex, 1, 1), '1234567', '') = ''">2</xsl:when>
   <xsl:when test="string-length($hex) &lt;= 4">3</xsl:when>
   <xsl:otherwise>4</xsl:otherwise>
  </xsl:choose>
 </xsl:template>

 <!-- ================================================================ diagram -->

 <!-- Heights: a box 36, an edge 58 and more by the class of its delay, a peer
      that is not found in the hop before 34, the horizon 26. -->
 <xsl:template name="diagram">
  <xsl:param name="number"/>
  <xsl:variable name="hops" select="r:hops/r:hop[position() &lt;= 60]"/>
  <xsl:variable name="horizon" select="r:path/@horizon"/>
  <xsl:if test="$hops">
   <xsl:variable name="bottom"><xsl:call-template name="height"><xsl:with-param name="hops" select="$hops"/></xsl:call-template></xsl:variable>
   <xsl:variable name="line"><xsl:choose><xsl:when test="$horizon"><xsl:call-template name="height"><xsl:with-param name="hops" select="$hops[@number &lt; $horizon]"/></xsl:call-template></xsl:when><xsl:otherwise><xsl:value-of select="$bottom"/></xsl:otherwise></xsl:choose></xsl:variable>
   <xsl:variable name="tall" select="$bottom + 10 + 26 * ($horizon &lt;= count($hops))"/>
   <figure>
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 440 {$tall}" width="440" height="{$tall}" role="img">
     <title>Path of message <xsl:value-of select="$number"/></title>
     <desc>From the sender, at the top, down to the newest hop, with the state of TLS of each hop. The table of the hops says the same.</desc>
     <rect class="claims" x="96" y="0" width="344" height="{$line + ($tall - $line) * not($horizon &lt;= count($hops))}"/>
     <rect class="box seen" x="104" y="10" width="328" height="36" rx="6"/>
     <xsl:call-template name="box-name"><xsl:with-param name="y" select="25"/><xsl:with-param name="name"><xsl:apply-templates select="$hops[1]" mode="peer"/></xsl:with-param></xsl:call-template>
     <text class="s" x="114" y="40">as the host of hop <xsl:value-of select="$hops[1]/@number"/> recorded it</text>
     <xsl:apply-templates select="$hops[1]" mode="draw"><xsl:with-param name="y" select="46"/><xsl:with-param name="horizon" select="$horizon"/></xsl:apply-templates>
    </svg>
    <figcaption>Sender at the top; not to scale: an edge is longer the longer the delay by the two clocks.<xsl:choose><xsl:when test="not($horizon)"> No hop is attested: all of this is a claim.</xsl:when><xsl:otherwise> Dashed boxes stand on claims alone.</xsl:otherwise></xsl:choose><xsl:if test="r:hops/r:hop[61]"> The first 60 hops are drawn; the table holds all.</xsl:if></figcaption>
   </figure>
  </xsl:if>
 </xsl:template>

 <!-- Where the box of the last of some hops, from the first on, ends. -->
 <xsl:template name="height">
  <xsl:param name="hops"/>
  <xsl:choose>
   <xsl:when test="not($hops/@delay &gt; 60 or $hops/@delay &lt; -60)"><xsl:value-of select="46 + 94 * count($hops) + 34 * count($hops[position() != last()][@link = 'none'])"/></xsl:when>
   <xsl:otherwise><xsl:value-of select="46 + 94 * count($hops) + 34 * count($hops[position() != last()][@link = 'none']) + 8 * count($hops[@delay &gt; 60 or @delay &lt; -60]) + 8 * count($hops[@delay &gt; 600 or @delay &lt; -600]) + 12 * count($hops[@delay &gt; 3600 or @delay &lt; -3600]) + 16 * count($hops[@delay &gt; 86400 or @delay &lt; -86400])"/></xsl:otherwise>
  </xsl:choose>
 </xsl:template>

 <!-- Coordinates count from a hop's own box, and what is the same for all hops
      stands in the patterns: a page of hundreds of diagrams is the smaller. -->
 <xsl:template match="r:hop" mode="draw" xmlns="http://www.w3.org/2000/svg">
  <xsl:param name="y"/>
  <xsl:param name="horizon"/>
  <xsl:param name="day"/>
  <!-- The hop before has a time; it does not lead to this one. -->
  <xsl:param name="dated" select="false()"/>
  <xsl:param name="apart" select="false()"/>
  <xsl:param name="left" select="59"/>
  <xsl:variable name="here" select="@number = $horizon"/>
  <xsl:variable name="slow" select="@delay &gt; 60 or @delay &lt; -60"/>
  <xsl:variable name="gap" select="58 + 8 * $slow + 8 * ($slow and (@delay &gt; 600 or @delay &lt; -600)) + 12 * ($slow and (@delay &gt; 3600 or @delay &lt; -3600)) + 16 * ($slow and (@delay &gt; 86400 or @delay &lt; -86400))"/>
  <xsl:variable name="top" select="$y + $gap + 26 * $here + 34 * $apart"/>
  <xsl:variable name="utc" select="r:stamp/@utc"/>
  <xsl:variable name="today" select="substring($utc, 1, 10)"/>
  <xsl:variable name="writer" select="string(key('dialect-text', @dialect)/@name)"/>
  <g transform="translate(0 {$top})">
   <xsl:if test="$here">
    <line class="horizon" x1="0" y1="{$y - $top + 5}" x2="440" y2="{$y - $top + 5}"/>
    <text class="s" x="114" y="{$y - $top + 20}">horizon: above, claims only; below, <xsl:choose><xsl:when test="@evidence = 'partner'">a partner's word</xsl:when><xsl:otherwise>attested</xsl:otherwise></xsl:choose></text>
   </xsl:if>
   <xsl:if test="$apart">
    <rect class="box seen" x="104" y="{-30 - $gap}" width="328" height="26" rx="6"/>
    <xsl:call-template name="box-line"><xsl:with-param name="y" select="-13 - $gap"/><xsl:with-param name="text">taken from <xsl:call-template name="cut"><xsl:with-param name="text"><xsl:apply-templates select="." mode="peer"/></xsl:with-param><xsl:with-param name="to" select="44"/></xsl:call-template></xsl:with-param></xsl:call-template>
   </xsl:if>
   <xsl:apply-templates select="r:tls" mode="edge"><xsl:with-param name="gap" select="$gap"/></xsl:apply-templates>
   <xsl:if test="@delay"><xsl:call-template name="delay-text"/></xsl:if>
   <xsl:choose>
    <xsl:when test="$utc">
     <xsl:if test="$dated"><path class="axis" d="M86 {$y - $top - 13}V13"><xsl:if test="$gap &gt; 80"><xsl:attribute name="stroke-dasharray">2 5</xsl:attribute></xsl:if></path></xsl:if>
     <use href="#tick"/>
     <xsl:if test="$today != $day"><text class="w" x="76" y="8"><xsl:value-of select="$today"/></text></xsl:if>
     <text class="w" x="76" y="22"><xsl:value-of select="substring($utc, 12, 8)"/></text>
    </xsl:when>
    <xsl:otherwise><text class="w" x="76" y="22"><xsl:choose><xsl:when test="r:stamp/@state = 'interval'">zone unknown</xsl:when><xsl:when test="r:stamp/@state = 'bad'">bad date</xsl:when><xsl:otherwise>no date</xsl:otherwise></xsl:choose></text></xsl:otherwise>
   </xsl:choose>
   <use href="#box" class="box {@evidence}"/>
   <xsl:choose>
    <xsl:when test="@by and string-length(@by) &lt; 36"><text class="h" x="114" y="15"><xsl:value-of select="@by"/></text></xsl:when>
    <xsl:otherwise><xsl:call-template name="box-name"><xsl:with-param name="y" select="15"/><xsl:with-param name="name"><xsl:apply-templates select="." mode="receiver"><xsl:with-param name="to" select="40"/></xsl:apply-templates></xsl:with-param></xsl:call-template></xsl:otherwise>
   </xsl:choose>
   <xsl:choose>
    <xsl:when test="string-length($writer) &gt; 0 and string-length($writer) &lt; 26 and not(@contradicted or @misplaced)"><text class="s" x="114" y="30"><xsl:value-of select="concat('hop ', @number, ', ', @evidence)"/><xsl:if test="@scope = 'boundary' or @scope = 'internal'">, <xsl:value-of select="@scope"/></xsl:if>; <xsl:value-of select="$writer"/></text></xsl:when>
    <xsl:otherwise><xsl:call-template name="box-line"><xsl:with-param name="y" select="30"/><xsl:with-param name="text"><xsl:value-of select="concat('hop ', @number, ', ', @evidence)"/><xsl:if test="@scope = 'boundary' or @scope = 'internal'">, <xsl:value-of select="@scope"/></xsl:if><xsl:if test="@contradicted = 'true'">, contradicted</xsl:if><xsl:if test="@misplaced = 'true'">, out of place</xsl:if>; <xsl:apply-templates select="." mode="dialect"/></xsl:with-param></xsl:call-template></xsl:otherwise>
   </xsl:choose>
  </g>
  <xsl:if test="$left &gt; 0">
   <xsl:apply-templates select="following-sibling::r:hop[1]" mode="draw">
    <xsl:with-param name="y" select="$top + 36"/>
    <xsl:with-param name="left" select="$left - 1"/>
    <xsl:with-param name="horizon" select="$horizon"/>
    <xsl:with-param name="day" select="concat($today, substring($day, 1, 99 * not($utc)))"/>
    <xsl:with-param name="dated" select="boolean($utc)"/>
    <xsl:with-param name="apart" select="@link = 'none'"/>
   </xsl:apply-templates>
  </xsl:if>
 </xsl:template>

 <!-- An edge by what its hop states of TLS, and where that is yes by the grade of
      the hop's own day. -->
 <xsl:template match="r:tls" mode="edge" xmlns="http://www.w3.org/2000/svg">
  <xsl:param name="gap"/>
  <g class="e {@state} {@grade-then}">
   <path d="M124 -{$gap}V-7"/>
   <xsl:if test="@state = 'not-smtp'"><path d="M128 -{$gap}V-7"/></xsl:if>
   <xsl:choose>
    <xsl:when test="@state = 'yes'"><use href="#e-yes-{@grade-then}"/></xsl:when>
    <xsl:otherwise><use href="#e-{@state}"/></xsl:otherwise>
   </xsl:choose>
  </g>
  <xsl:choose>
   <xsl:when test="@state = 'yes'">
    <text x="144" y="-39"><tspan class="h"><xsl:choose><xsl:when test="@version-low != @version-high"><xsl:value-of select="concat(@version-low, '&#8211;', @version-high)"/></xsl:when><xsl:otherwise><xsl:apply-templates select="." mode="words"/></xsl:otherwise></xsl:choose></tspan><tspan class="s">, <xsl:apply-templates select="." mode="grades"/></tspan></text>
    <text class="s" x="144" y="-24"><xsl:apply-templates select="." mode="suite"/></text>
   </xsl:when>
   <xsl:otherwise>
    <xsl:variable name="with" select="string(../@with | ../r:facts/r:fact[@name = 'with'])"/>
    <text class="h" x="144" y="-39"><xsl:apply-templates select="." mode="words"/></text>
    <xsl:if test="$with != '' or ../@kind != 'transfer'"><text class="s" x="144" y="-24"><xsl:if test="$with != ''">with <xsl:choose><xsl:when test="string-length($with) &lt; 25"><xsl:value-of select="$with"/></xsl:when><xsl:otherwise><xsl:value-of select="substring($with, 1, 23)"/>&#8230;</xsl:otherwise></xsl:choose></xsl:if><xsl:if test="../@kind != 'transfer'"><xsl:if test="$with != ''">, </xsl:if><xsl:value-of select="translate(../@kind, '-', ' ')"/></xsl:if></text></xsl:if>
   </xsl:otherwise>
  </xsl:choose>
 </xsl:template>

 <!-- Texts within a box, which is 308 wide inside: one that may be wider, by the
      font that a reader has, is drawn as wide as that. -->
 <xsl:template name="box-name" xmlns="http://www.w3.org/2000/svg">
  <xsl:param name="y"/>
  <xsl:param name="name"/>
  <text class="h" x="114" y="{$y}"><xsl:if test="string-length($name) &gt; 35"><xsl:attribute name="textLength">308</xsl:attribute><xsl:attribute name="lengthAdjust">spacingAndGlyphs</xsl:attribute></xsl:if><xsl:call-template name="cut"><xsl:with-param name="text" select="$name"/></xsl:call-template></text>
 </xsl:template>

 <xsl:template name="box-line" xmlns="http://www.w3.org/2000/svg">
  <xsl:param name="y"/>
  <xsl:param name="text"/>
  <text class="s" x="114" y="{$y}"><xsl:if test="string-length($text) &gt; 50"><xsl:attribute name="textLength">308</xsl:attribute><xsl:attribute name="lengthAdjust">spacingAndGlyphs</xsl:attribute></xsl:if><xsl:value-of select="$text"/></text>
 </xsl:template>

 <!-- The delay beside an edge; a step back is five minutes at least, so that edge
      has room for a second line. -->
 <xsl:template name="delay-text" xmlns="http://www.w3.org/2000/svg">
  <xsl:variable name="steps" select="../../r:learned/r:clock-steps"/>
  <xsl:choose>
   <xsl:when test="@reversal or @note-tokens or r:notes or $steps">
    <xsl:variable name="long" select="r:notes/r:note/@token = 'long-delay' or contains(concat(' ', @note-tokens, ' '), ' long-delay ')"/>
    <xsl:variable name="number" select="string(@number)"/>
    <xsl:variable name="step" select="$steps/r:clock-step[@hop = $number and @explained = 'true']"/>
    <xsl:variable name="back" select="@reversal = 'true'"/>
    <xsl:variable name="words"><xsl:call-template name="delay"><xsl:with-param name="s" select="@delay"/></xsl:call-template><xsl:if test="$back">, the clock steps back</xsl:if><xsl:if test="$long">, long delay</xsl:if><xsl:if test="$step and not($back)">; clocks that are off explain it</xsl:if></xsl:variable>
    <text x="144" y="{-9 - 12 * ($step and $back)}"><xsl:attribute name="class"><xsl:choose><xsl:when test="$back or $long">m</xsl:when><xsl:otherwise>s</xsl:otherwise></xsl:choose></xsl:attribute><xsl:if test="string-length($words) &gt; 40"><xsl:attribute name="textLength">290</xsl:attribute><xsl:attribute name="lengthAdjust">spacingAndGlyphs</xsl:attribute></xsl:if><xsl:value-of select="$words"/></text>
    <xsl:if test="$step and $back"><text class="s" x="144" y="-9">clocks that are off explain it</text></xsl:if>
   </xsl:when>
   <xsl:otherwise><text class="s" x="144" y="-9"><xsl:call-template name="delay"><xsl:with-param name="s" select="@delay"/></xsl:call-template></text></xsl:otherwise>
  </xsl:choose>
 </xsl:template>

 <!-- =================================================================== hops -->

 <xsl:template match="r:hops">
  <xsl:if test="r:hop">
   <h3>Hops</h3>
   <div class="wide" tabindex="0" role="region" aria-label="Hops">
    <table class="hops">
     <thead><tr><th scope="col" class="n">Hop</th><th scope="col">Time</th><th scope="col">Delay</th><th scope="col">Taken from</th><th scope="col">By</th><th scope="col">With</th><th scope="col">TLS</th><th scope="col">Grade</th><th scope="col">Evidence</th></tr></thead>
     <tbody><xsl:apply-templates select="r:hop"/></tbody>
    </table>
   </div>
  </xsl:if>
 </xsl:template>

 <xsl:template match="r:hop">
  <tr>
   <th scope="row" class="n"><xsl:value-of select="@number"/></th>
   <td><xsl:choose><xsl:when test="r:stamp/@utc"><span class="day"><xsl:value-of select="concat(substring(r:stamp/@utc, 1, 10), ' ', substring(r:stamp/@utc, 12, 8))"/></span><xsl:if test="not(r:stamp/@zone)"> (its zone unknown)</xsl:if></xsl:when><xsl:when test="r:stamp/@earliest"><span class="day"><xsl:value-of select="translate(r:stamp/@earliest, 'TZ', ' ')"/> to</span><xsl:text> </xsl:text><span class="day"><xsl:value-of select="translate(r:stamp/@latest, 'TZ', ' ')"/></span></xsl:when><xsl:when test="r:stamp/@state = 'bad'">bad date</xsl:when><xsl:otherwise>none</xsl:otherwise></xsl:choose></td>
   <td class="n"><xsl:if test="@delay"><xsl:call-template name="delay"><xsl:with-param name="s" select="@delay"/></xsl:call-template><xsl:if test="@reversal = 'true'"> back</xsl:if></xsl:if></td>
   <td><bdi><xsl:apply-templates select="." mode="peer"/></bdi><xsl:if test="(@helo | r:facts/r:fact[@name = 'helo'])[1] != (@rdns | r:facts/r:fact[@name = 'rdns'])[1]">; HELO <bdi><xsl:value-of select="(@helo | r:facts/r:fact[@name = 'helo'])[1]"/></bdi></xsl:if><xsl:if test="r:peer/@rdns-doubted = 'true'"> (name doubted by the writer)</xsl:if><xsl:if test="r:location/@country">, <xsl:value-of select="r:location/@country"/> by database</xsl:if></td>
   <td><bdi><xsl:choose><xsl:when test="@by"><xsl:value-of select="@by"/></xsl:when><xsl:otherwise><xsl:apply-templates select="." mode="receiver"/></xsl:otherwise></xsl:choose></bdi></td>
   <td><xsl:for-each select="(@with | r:facts/r:fact[@name = 'with'])[1]"><bdi class="with"><xsl:value-of select="."/></bdi></xsl:for-each></td>
   <td><xsl:apply-templates select="r:tls" mode="words"/><xsl:if test="r:tls/@state = 'yes'"><xsl:variable name="suite"><xsl:apply-templates select="r:tls" mode="suite"/></xsl:variable><xsl:if test="$suite != ''">, <code class="suite"><xsl:call-template name="suite-name"><xsl:with-param name="name" select="$suite"/></xsl:call-template></code></xsl:if></xsl:if><xsl:if test="r:tls/@group">, <xsl:value-of select="r:tls/@group"/></xsl:if></td>
   <td><xsl:if test="r:tls/@state = 'yes'"><xsl:apply-templates select="r:tls" mode="grades"/></xsl:if></td>
   <td><xsl:value-of select="concat(@evidence, ', ', @scope)"/><xsl:if test="not(@scope)">outside</xsl:if><xsl:if test="@kind != 'transfer'">, <xsl:value-of select="translate(@kind, '-', ' ')"/></xsl:if><xsl:if test="@contradicted = 'true'">, contradicted</xsl:if></td>
  </tr>
 </xsl:template>

 <!-- ========================================================== what is beside -->

 <xsl:template name="coverage">
  <xsl:if test="r:coverage/r:leg or r:path/@legs">
   <h3>Not shown by the headers</h3>
   <ul class="note">
    <xsl:for-each select="r:coverage/r:leg"><li><xsl:value-of select="r:sentence"/></li></xsl:for-each>
    <xsl:if test="not(r:coverage)"><xsl:call-template name="legs"><xsl:with-param name="kinds" select="r:path/@legs"/></xsl:call-template></xsl:if>
   </ul>
  </xsl:if>
 </xsl:template>

 <xsl:template name="rest">
  <xsl:if test="r:hops/r:hop/r:why">
   <details class="more">
    <summary>Each hop: why, notes, raw field</summary>
    <xsl:for-each select="r:hops/r:hop">
     <h4>Hop <xsl:value-of select="@number"/></h4>
     <xsl:if test="r:why"><p><xsl:value-of select="r:why"/></p></xsl:if>
     <xsl:if test="r:asked"><p><xsl:value-of select="r:asked"/></p></xsl:if>
     <xsl:if test="r:tls/r:reason-then"><p>Grade of its day: <xsl:value-of select="r:tls/r:reason-then"/></p></xsl:if>
     <xsl:if test="r:tls/r:reason-now"><p>Grade of today: <xsl:value-of select="r:tls/r:reason-now"/></p></xsl:if>
     <xsl:if test="r:notes/r:note"><ul><xsl:for-each select="r:notes/r:note"><li><code><xsl:value-of select="@token"/></code><xsl:text> </xsl:text><xsl:value-of select="r:sentence"/></li></xsl:for-each></ul></xsl:if>
     <xsl:if test="r:raw"><pre><xsl:call-template name="lines"><xsl:with-param name="text" select="string(r:raw)"/></xsl:call-template></pre></xsl:if>
    </xsl:for-each>
   </details>
  </xsl:if>
  <xsl:if test="r:notes/r:note or @note-tokens or r:hops/r:hop/@note-tokens">
   <details class="more">
    <summary>What is odd about the bytes</summary>
    <xsl:if test="r:notes/r:note or @note-tokens"><ul>
     <xsl:for-each select="r:notes/r:note"><li><code><xsl:value-of select="@token"/></code><xsl:text> </xsl:text><xsl:value-of select="r:sentence"/><xsl:if test="@length &gt; 0"> (bytes <xsl:value-of select="@offset"/>&#8211;<xsl:value-of select="@offset + @length"/>)</xsl:if></li></xsl:for-each>
     <xsl:call-template name="note-tokens"><xsl:with-param name="tokens" select="@note-tokens"/></xsl:call-template>
    </ul></xsl:if>
    <xsl:for-each select="r:hops/r:hop[@note-tokens]">
     <p>Hop <xsl:value-of select="@number"/>:</p>
     <ul><xsl:call-template name="note-tokens"><xsl:with-param name="tokens" select="@note-tokens"/></xsl:call-template></ul>
    </xsl:for-each>
   </details>
  </xsl:if>
  <xsl:if test="r:content/r:forms/r:form or r:content/r:nested-messages/r:nested">
   <details class="more">
    <summary>What the message is made of</summary>
    <p class="note">All of it is the sender's word: it is no evidence of the path.</p>
    <ul>
     <xsl:for-each select="r:content/r:forms/r:form"><li><xsl:value-of select="@title"/><xsl:if test=". != ''">: <bdi><xsl:value-of select="."/></bdi></xsl:if> (<xsl:value-of select="@kind"/>, <xsl:value-of select="@proof"/>, <xsl:value-of select="@cover"/>)</li></xsl:for-each>
     <xsl:for-each select="r:content/r:nested-messages/r:nested"><li>A message within, <xsl:value-of select="translate(@form, '-', ' ')"/>, with <xsl:value-of select="@received-fields"/> Received fields, no part of this path</li></xsl:for-each>
    </ul>
   </details>
  </xsl:if>
  <xsl:if test="r:hints/r:hint">
   <details class="more">
    <summary>Hints beside the hops</summary>
    <p class="note">They prove nothing, and no verdict rests on them.</p>
    <div class="wide" tabindex="0" role="region" aria-label="Hints">
     <table>
      <thead><tr><th scope="col">Kind</th><th scope="col">Where</th><th scope="col">Holds</th><th scope="col">Text</th></tr></thead>
      <tbody>
       <xsl:for-each select="r:hints/r:hint">
        <tr><th scope="row"><xsl:value-of select="translate(@kind, '-', ' ')"/></th><td><xsl:if test="@hop"><xsl:value-of select="@place"/> hop <xsl:value-of select="@hop"/></xsl:if></td><td><xsl:value-of select="@address"/><xsl:if test="@earliest"><xsl:text> </xsl:text><xsl:value-of select="translate(@earliest, 'TZ', ' ')"/><xsl:if test="@difference"> (<xsl:call-template name="delay"><xsl:with-param name="s" select="@difference"/></xsl:call-template> from the stamp)</xsl:if></xsl:if></td><td><bdi><xsl:call-template name="cut"><xsl:with-param name="text" select="."/><xsl:with-param name="to" select="300"/></xsl:call-template></bdi></td></tr>
       </xsl:for-each>
      </tbody>
     </table>
    </div>
   </details>
  </xsl:if>
  <xsl:if test="r:unread/r:received">
   <p class="note"><xsl:value-of select="count(r:unread/r:received)"/> Received fields more were not taken apart.</p>
  </xsl:if>
 </xsl:template>

 <!-- ================================================================= legend -->

 <xsl:template name="legend">
  <section aria-labelledby="legend">
   <h2 id="legend">How to read the diagrams</h2>
   <p>Time runs down. A box is a host that wrote a field, with a solid edge where its word is attested, dashed where it is a claim. The arrow into it is the hop that it recorded; its pattern, its letter and the words beside it say the same of TLS: the grade is that of the rules of the hop's own day, and today's stands beside it where it differs.</p>
   <ul class="legend">
    <xsl:call-template name="sample"><xsl:with-param name="class" select="'yes strong'"/><xsl:with-param name="letter" select="'S'"/><xsl:with-param name="text" select="'TLS, strong'"/></xsl:call-template>
    <xsl:call-template name="sample"><xsl:with-param name="class" select="'yes acceptable'"/><xsl:with-param name="letter" select="'A'"/><xsl:with-param name="text" select="'TLS, acceptable'"/></xsl:call-template>
    <xsl:call-template name="sample"><xsl:with-param name="class" select="'yes weak'"/><xsl:with-param name="letter" select="'W'"/><xsl:with-param name="text" select="'TLS, weak'"/></xsl:call-template>
    <xsl:call-template name="sample"><xsl:with-param name="class" select="'yes broken'"/><xsl:with-param name="letter" select="'B'"/><xsl:with-param name="text" select="'TLS, broken'"/></xsl:call-template>
    <xsl:call-template name="sample"><xsl:with-param name="class" select="'yes'"/><xsl:with-param name="letter" select="'T'"/><xsl:with-param name="text" select="'TLS stated, too little to grade'"/></xsl:call-template>
    <xsl:call-template name="sample"><xsl:with-param name="class" select="'no'"/><xsl:with-param name="letter" select="'&#215;'"/><xsl:with-param name="text" select="'clear text'"/></xsl:call-template>
    <xsl:call-template name="sample"><xsl:with-param name="class" select="'unrecorded'"/><xsl:with-param name="letter" select="'?'"/><xsl:with-param name="text" select="'not recorded: silence that proves nothing'"/></xsl:call-template>
    <xsl:call-template name="sample"><xsl:with-param name="class" select="'not-smtp'"/><xsl:with-param name="letter" select="'&#8211;'"/><xsl:with-param name="text" select="'another protocol than SMTP'"/></xsl:call-template>
    <xsl:call-template name="sample"><xsl:with-param name="class" select="'contradicted'"/><xsl:with-param name="letter" select="'&#8800;'"/><xsl:with-param name="text" select="'two statements that cannot both hold'"/></xsl:call-template>
   </ul>
   <p>Above the horizon, in the tinted part, whoever handed the message over could have written anything. In texts of messages, <code>\n</code>, <code>\t</code> and <code>\xNN</code> stand for bytes that are no plain text.</p>
  </section>
 </xsl:template>

 <xsl:template name="sample">
  <xsl:param name="class"/><xsl:param name="letter"/><xsl:param name="text"/>
  <li><svg xmlns="http://www.w3.org/2000/svg" width="64" height="20" viewBox="0 0 64 20" aria-hidden="true"><g class="e {$class}"><path d="M1 10H55"/><xsl:if test="$class = 'not-smtp'"><path d="M1 14H55"/></xsl:if><path class="tip" d="M55 4v12l9-6z"/><circle class="d" cx="28" cy="10" r="9"/><text class="k" x="28" y="14"><xsl:value-of select="$letter"/></text></g></svg><span><xsl:value-of select="$text"/></span></li>
 </xsl:template>
</xsl:stylesheet>
