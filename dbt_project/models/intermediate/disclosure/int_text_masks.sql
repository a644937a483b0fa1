with rules as (
    select
        measure_id,
        symbol
    from {{ ref('int_disclosure_rules_dated') }}
    where valid_to_date is null
),

number_words as (
    select
        {{ dbt.listagg('word', "'|'", 'order by word') }} as number_pattern
    from {{ ref('stg_reference__number_words') }}
),

final as (
    select
        rules.measure_id,
        rules.symbol,
        number_words.number_pattern
    from rules
    cross join number_words
)

select * from final
