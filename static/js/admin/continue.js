// A long task goes on by itself, a step after the other; without this script a button does the same.
document.querySelector("[data-continue]").submit();
