with rules as (
    select
        measure_id,
        max(symbol) as symbol
    from {{ ref('stg_reference__disclosure_rules') }}
    where superseded_at is null
    group by measure_id
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
