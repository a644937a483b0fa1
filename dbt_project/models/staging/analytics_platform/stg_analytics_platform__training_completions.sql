with training_completions as (
    select * from {{ source('analytics_platform', 'training_completions') }}
),

delivered_files as (
    {{ delivered_files(source('analytics_platform', 'training_completions__files')) }}
),

final as (
    select
        training_completions.completion_id,
        training_completions.analyst_id,
        training_completions.health_board,
        training_completions.completed_on as completed_text,
        {{ is_latest_event('training_completions', 'completion_id') }}
            as is_latest_version,
        training_completions._file_name as file_name,
        cast(training_completions._row_number as integer) as row_number,
        {{ parse_date('training_completions.completed_on') }}
            as completed_date,
        training_completions._load_id as load_id
    from training_completions
    left join delivered_files
        on training_completions._file_name = delivered_files.file_name
)

select * from final
