export default { soup: 4, bread: 1 };
