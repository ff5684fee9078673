package dev.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proposal.Message.Format;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTextTest {

  /// The stretch that has to be highlighted stands between `«` and `»`.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p>You get «ref<b></b>und» now</p>",
        "You get «r<i>e</i>f<u>und»</u> now",
        "You get «ref</nothing>und» now",
        "You get «ref<a title='a > b' href=\">\">und»</a> now",
        "You get «ref<!-- > -->und» now",
        "You get «ref<!-->und» now",
        "You get «ref<style>p > b { color: red }</style>und» now",
        "You get «ref<script>if (a > b) '</b>'</script>und» now",
        "You get «ref<template>not</template>und» now",
        "You get «ref<title>not</title>und» now",
        "You get «ref<span hidden>xyz</span>und» now",
        "You get «ref<span style='DISPLAY : NONE'>xyz</span>und» now",
        "You get «ref<span style='display:/* */none'>xyz</span>und» now",
        "You get «ref<span style='font-size:0'>xyz</span>und» now",
        "You get «ref<span style='font-size:0.0em;'>xyz</span>und» now",
        "You get «ref<span style='font-size:1px'>xyz</span>und» now",
        "You get «ref<span style='visibility:hidden'>xyz</span>und» now",
        "You get «ref<span style='color:#ffffff'>xyz</span>und» now",
        "<style>.q7{display:none}</style>You get «ref<i class='a q7'>x</i>und» now",
        "<style>#q7{display:none}</style>You get «ref<i id=q7>x</i>und» now",
        "You get <span style='display:none'>«ref<b></b>und»</span> now",
        "You get <template>«ref<b></b>und»</template> now",
        "You get <!--[if mso]>«ref<b></b>und»<![endif]--> now",
        "You get <iframe>«ref<b></b>und»</iframe> now",
        "You get <textarea>«ref<b></b>und»</textarea> now",
        "You get <svg><text>«ref<b></b>und»</text></svg> now",
        "You get <noscript>«ref<b></b>und»</noscript> now",
        "You get «&#114;efund» now",
        "You get «&#102ree of charge» now",
        "You get «&#x72;efund» now",
        "You get «&#X0072;efund» now",
        "You get «&#0000000000000000000000114;efund» now",
        "You get «re&shy;fund» now",
        "You get «re&shyfund» now",
        "You get «re&zwnj;fund» now",
        "You get «re&ZeroWidthSpace;fund» now",
        "You get «re&NoBreak;fund» now",
        "You get «r&eacute;fund» now",
        "You get «&rfr;&efr;&ffr;&ufr;&nfr;&dfr;» now",
        "You get «r&#x435;fund» now",
        "<div>You get</div>«ref<wbr>und»<div>now</div>",
        "<p>You get</p><p>«ref<b></b>und»</p><p>now</p>",
        "You get<br>«ref<b></b>und»<br>now",
        "<table><td>you<td>«ref<b></b>und»<td>now</table>",
        "<div style='display:inline'>«ref</div><div style='display:inline'>und»</div>",
        "«ref<table><tr><td>und»</table>",
        "You get «50&percnt;» now",
        "You get «&euro;50» now",
        "You get «&euro50» now",
        "You get «50 &euro» now",
        "You get «&euro;5<b>00»</b> now",
        "You get «5<b>00</b>&nbsp;&nbsp;&nbsp;&nbsp;&euro;» now",
        "You get «&dollar;5&#48;<i>0»</i> now",
        "You get «&pound5<b>0»</b> now",
        "You get it «free \n\t\n\t \n of charge» now",
        "You get it «free&emsp;&thinsp;&ensp;of<br>charge» now"
      })
  void whatMarkupCutsUpIsFoundWhereItStands(String marked) {
    String html = marked.replaceAll("[«»]", "");
    String stretch = marked.substring(marked.indexOf('«') + 1, marked.indexOf('»'));

    assertThat(found(html, Format.HTML)).containsExactly(stretch);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "You get «1**00** EUR» now",
        "You get **«100** EUR» now",
        "You get «EUR **100»** now",
        "You get __«100__ EUR» now",
        "You get «re`f`und» now",
        "You get «ref[und»](https://a.example/x) now",
        "You get «ref[und»][1] now",
        "You get \\«$1*00»* now",
        "You get «ref<b></b>und» now",
        "You get «re&shy;f*und»* now",
        "You get «free *of* charge» now"
      })
  void theSignsOfMarkdownHideNothing(String marked) {
    String markdown = marked.replaceAll("[«»]", "");
    String stretch = marked.substring(marked.indexOf('«') + 1, marked.indexOf('»'));

    assertThat(found(markdown, Format.MARKDOWN)).containsExactly(stretch);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p>Hello</p><p>there</p>",
        "<b>Hello</b> <i title='a > b'>there</i>, a < b && c",
        "<style>p { width: 50px }</style><script>let a = 5</script>",
        "&unknown; &#0; &#xD800; &#xFFFFFFFFF; & &; &#; &#x;"
      })
  void whatReadsAsNoCommitmentIsNone(String html) {
    assertThat(found(html, Format.HTML)).isEmpty();
  }

  @Test
  void wordsThatAreWrittenInOnePieceStayFoundWhereverTheyStand() {
    assertThat(found("<!-- never --><img alt='guarantee'><style>/* refund */</style>", Format.HTML))
        .containsExactly("never", "guarantee", "refund");
  }

  @Test
  void whatIsDrawnInPlaceOfAnImageIsRead() {
    assertThat(found("<img alt='re&shy;fund &euro;50'>", Format.HTML))
        .singleElement()
        .asString()
        .contains("re&shy;fund");
  }

  @Test
  void plainTextIsReadAsItStands() {
    assertThat(found("ref<b></b>und &euro;50", Format.PLAIN)).isEmpty();
  }

  private static List<String> found(String content, Format format) {
    return Commitments.findInBody(content, format).stream()
        .map(span -> content.substring(span.start(), span.end()))
        .toList();
  }
}
