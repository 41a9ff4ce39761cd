<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- report.xsl: a report of hopcheck as a page, XSLT 1.0. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:r="urn:hopcheck:report:1"
                xmlns="http://www.w3.org/1999/xhtml"
                exclude-result-prefixes="r">
 <xsl:output method="xml" encoding="UTF-8" omit-xml-declaration="yes" doctype-system="about:legacy-compat"/>
 <xsl:param name="count" select="999999999"/>
 <xsl:template match="/">
  <html lang="en">
   <head>
    <meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>
    <title>Report</title>
   </head>
   <body>
    <h1>Report of <xsl:value-of select="r:report/@tool"/></h1>
    <table>
     <tr><th scope="col">Message</th><th scope="col">Verdict</th></tr>
     <xsl:for-each select="r:report/r:messages/r:message[position() &lt;= $count]">
      <tr><td><xsl:value-of select="r:quotes/r:quote[@field='subject']"/></td><td><xsl:value-of select="r:verdicts/r:verdict/@outcome"/></td></tr>
     </xsl:for-each>
    </table>
   </body>
  </html>
 </xsl:template>
</xsl:stylesheet>
