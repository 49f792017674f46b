"use strict";
(function () {
  const MILLIS = 2000;
  const page = document.getElementById("news");
  let key = null;

  /* Texts are set as texts: nothing that a run is called can become markup. */
  function take(news) {
    if (key !== null && news.key !== undefined && news.key !== key) location.reload();
    key = news.key === undefined ? null : news.key;
    Object.keys(news.texts).forEach(id => {
      const element = document.getElementById(id);
      if (element && element.textContent !== news.texts[id]) element.textContent = news.texts[id];
    });
    Object.keys(news.bars || {}).forEach(id => { document.getElementById(id).value = news.bars[id]; });
    if (news.charts) unroll.update(news.charts);
    page.dataset.looks = Number(page.dataset.looks || 0) + 1;
  }

  async function look() {
    let over = false;
    try {
      const answer = await fetch(page.dataset.source, {cache: "no-store"});
      if (answer.ok) {
        const news = await answer.json();
        take(news);
        over = news.over === true;
      }
    } catch (gone) {
      page.dataset.gone = "yes";
    }
    if (!over) setTimeout(look, MILLIS);
  }

  look();
})();
