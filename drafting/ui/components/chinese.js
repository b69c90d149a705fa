// Says in Chinese what Streamlit itself says in English: labels for screen readers, hints of fields, the file field.
// Streamlit 1.67 has no setting for it. Only Streamlit's own parts are touched, never what a person or a file has said;
// our own fields keep their words in a shadow tree that this does not enter.
const WORDS = new Map(Object.entries({
  "Skip to main content": "跳到正文", "Sidebar": "侧栏", "Collapse sidebar": "收起侧栏", "Expand sidebar": "展开侧栏",
  "App pages": "各页", "Main menu": "菜单", "Notifications": "通知", "Running...": "正在处理", "Stop": "停止",
  "Link to heading": "本节的链接", "Close": "关闭", "Dismiss": "关闭", "Open": "展开", "Help": "说明",
  "Increment": "加一", "Decrement": "减一", "Clear value": "清除", "Clear all": "全部清除", "Clear date": "清除日期",
  "Show password": "显示密码", "Hide password": "隐藏密码", "Choose an option": "请选择", "Choose options": "请选择",
  "Scroll tabs left": "向左看更多标签", "Scroll tabs right": "向右看更多标签",
  "Choose date": "选择日期", "Previous month": "上个月", "Next month": "下个月", "Previous": "上个月", "Next": "下个月",
  "Empty": "未填", "yyyy": "年", "mm": "月", "dd": "日", "month": "月", "year": "年",
  "Use arrow keys to navigate dates. Enter to select. Escape to close.": "用方向键选日期，回车选定，Esc 关闭。",
  "Press Enter to apply": "离开或按回车键生效", "Press Enter to submit form": "按回车键提交",
  "Press Ctrl+Enter to apply": "按 Ctrl+回车键生效", "Press ⌘+Enter to apply": "按 ⌘+回车键生效",
  "Press Ctrl+Enter to submit form": "按 Ctrl+回车键提交", "Press ⌘+Enter to submit form": "按 ⌘+回车键提交",
  "Upload": "选择文件，或把文件拖到这里", "file upload": "选择文件", "Add files": "另选文件", "add icon": "另选", "Error:": "出错：",
  "Sort ascending": "从小到大排", "Sort descending": "从大到小排", "Statistics": "统计", "Format": "数字写法", "Autosize": "适合内容的宽度",
  "Pin column": "固定在左边", "Unpin column": "不再固定", "Hide column": "不显示这一列", "Clear selection": "取消选择",
  "Dataframe column menu": "这一列的菜单", "Copy column name": "复制列名", "Type to search": "输入要找的字", "No results": "没有符合的",
  "Automatic": "自动", "Localized": "本地写法", "Plain": "原样", "Compact": "缩写", "Dollar": "美元", "Euro": "欧元", "Yen": "日元",
  "Percent": "百分比", "Scientific": "科学记数", "Accounting": "会计写法", "Values": "有值", "Distinct": "不同的", "Range": "范围",
  "Minimum": "最小", "Maximum": "最大", "Average": "平均", "Median": "中位数", "Sum": "合计", "Standard deviation": "标准差",
  "Minimum length": "最短", "Maximum length": "最长", "Average length": "平均长度", "Based on sample": "按一部分统计",
  "No data": "没有内容", "Copy to clipboard": "复制", "Copied": "已复制", "Copy": "复制", "Selected values": "已选的",
}));
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"], WEEK = "日一二三四五六";
const ANY_MONTH = `(${MONTHS.join("|")})`;
const MONTH = new RegExp(`^${ANY_MONTH}$`), MONTH_OF = new RegExp(`^${ANY_MONTH} (\\d{4})$`);
const DAY = new RegExp(`^(${DAYS.join("|")}), ${ANY_MONTH} (\\d+), (\\d+)( selected)?$`);
const PATTERNS = [
  [/^Help for (.+)$/s, "$1的说明"],
  [/^Remove (.+)$/s, "移除$1"],
  [/^(year|month|day), (.+)$/s, (_, part, field) => `${field}：${{ year: "年", month: "月", day: "日" }[part]}`],
  [/^Choose date, (.+)$/s, (_, day) => `选择日期，${chinese(day)}`],
  [MONTH, (_, month) => `${MONTHS.indexOf(month) + 1}月`],
  [MONTH_OF, (_, month, year) => `${year}年${MONTHS.indexOf(month) + 1}月`],
  [DAY, (_, week, month, day, year, more) => `${year}年${MONTHS.indexOf(month) + 1}月${day}日，星期${WEEK[DAYS.indexOf(week)]}${more ? "，已选" : ""}`],
  [/^Selected Date: (\w+) (\d+), (\d+)$/, (_, month, day, year) => `已选日期：${year}年${MONTHS.indexOf(month) + 1}月${day}日`],
  [/^Selected Date: (.+)$/, "已选日期：$1"],
  [/^Show\/hide columns(: .+)?$/s, "选择显示哪些列$1"],
  [/^Download as CSV(: .+)?$/s, "下载表格$1"],
  [/^Search(: .+)?$/s, "查找$1"],
  [/^Fullscreen(: .+)?$/s, "放大$1"],
  [/^Close fullscreen(: .+)?$/s, "还原$1"],
  [/^(.* )?files are not allowed\.$/s, "不能用这种格式的文件。"],
  [/^File must be (.+) or smaller\.$/s, "文件超过 $1，请核对。"],
  [new RegExp(`^(\\d+) – (${MONTHS.join("|")})$`), "$1 月"],
];
const LABELS = ["aria-label", "placeholder", "title", "aria-valuetext"];
const LABELLED = LABELS.map((name) => `[${name}]`).join();
const PARTS = ["stSkipToContent", "InputInstructions", "stFileUploaderDropzone", "stFileChip", "stFileUploader", "stDateInput",
  "stDateInputCalendar", "stDateInputFieldsScroller", "stStatusWidget", "stToolbar", "stTooltipContent",
  "stDataFrameColumnMenu", "stDataFrameColumnFormattingMenu", "stDataFrameStatisticsMenu"].map((id) => `[data-testid="${id}"]`)
  .concat('body > div[style*="display: none"]').join(); // the last: what React Aria describes to screen readers

export function chinese(words) {
  const known = WORDS.get(words);
  if (known) return known;
  if (!/[A-Za-z]{2}/.test(words)) return words;
  for (const [pattern, said] of PATTERNS) if (pattern.test(words)) return words.replace(pattern, said);
  return words;
}

function label(element) {
  if (element.matches("[data-testid=stFileUploaderDropzone][role=presentation]")) element.setAttribute("role", "group");
  for (const name of LABELS) {
    const old = element.getAttribute(name);
    if (!old) continue;
    const said = chinese(old);
    if (said !== old) element.setAttribute(name, said);
  }
}

function word(text) {
  const old = text.nodeValue.trim();
  if (!old) return;
  const said = weekday(text.parentElement, old) ?? chinese(old);
  if (said !== old) text.nodeValue = said;
}

// The head of a column of the calendar, which an English browser names by one letter, beginning with Sunday.
function weekday(head, letter) {
  return head?.matches("[data-testid=stDateInputCalendar] th") && /^[SMTWF]$/.test(letter) ? WEEK[head.cellIndex] : undefined;
}

function words(part) {
  const all = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  while (all.nextNode()) word(all.currentNode);
}

function look(element) {
  if (element.matches(LABELLED)) label(element);
  for (const found of element.querySelectorAll(LABELLED)) label(found);
  if (element.closest(PARTS)) words(element);
  else for (const part of element.querySelectorAll(PARTS)) words(part);
}

function changed(records) {
  for (const { type, target, addedNodes } of records) {
    if (type === "attributes") label(target);
    else if (type === "characterData") target.parentElement?.closest(PARTS) && word(target);
    else for (const node of addedNodes)
      if (node.nodeType === 1) look(node);
      else if (node.nodeType === 3 && target.closest?.(PARTS)) word(node);
  }
}

export default function () {
  const root = document.documentElement;
  if (root.lang === "zh-CN") return; // one watch a window, whatever pages come and go
  root.lang = "zh-CN";
  look(document.body);
  new MutationObserver(changed).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: LABELS });
}
