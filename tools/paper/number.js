// Write into the contents the number of the page that each entry leads to; `numbers` has that of every name.
(numbers) => document.querySelectorAll(".number").forEach((one) => {
  one.textContent = numbers[one.hash.slice(1)];
})
